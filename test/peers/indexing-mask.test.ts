/** What is advised where torch refuses terms behind a mask: the places of the mask, for reading and for writing. */
import { add, array, reshape, scatterAdd, zeros } from 'concordat';
import { index, setIndex } from 'concordat/torch';
import { generate, random, randomArray } from './generate.ts';
import { peerCases } from './harness.ts';

peerCases(
  'the places of a mask before other terms',
  generate(40, () => {
    const [rows, columns, depth] = [random.integer(1, 4), random.integer(1, 4), random.integer(2, 4)];
    const x = randomArray([rows, columns, depth], 'float64');
    const flags = Array.from({ length: rows * columns }, () => random.boolean());
    const m = reshape(array(flags), [rows, columns]);
    const places = flags.flatMap((flag, k) => (flag ? [k] : []));
    const ids = (of: (place: number) => number) =>
      array(places.map(k => BigInt(of(k))) as never, { dtype: 'int64' });
    const [i, j] = [ids(k => Math.floor(k / columns)), ids(k => k % columns)];
    const last = random.integer(0, depth - 1);
    const write = random.boolean();
    return {
      python: write
        ? `(lambda y: (y.__setitem__((*t(m).nonzero(as_tuple=True), ${last}), 7.0), y)[1])(t(x).clone())`
        : `t(x)[(*t(m).nonzero(as_tuple=True), slice(${last}, None))]`,
      arrays: { x, m },
      ours: () => (write ? setIndex(add(x, 0), [i, j, last], 7) : index(x, i, j, `${last}:`)),
    };
  }),
);

peerCases('places that repeat', [
  {
    python: '(lambda y: (y.__setitem__(t(k), y[t(k)] + 1), y)[1])(torch.zeros(9))',
    arrays: { k: array([4n, 4n, 5n]) },
    ours: () => {
      const y = zeros([9], { dtype: 'float32' });
      return y.set([[4, 4, 5]], [1, 1, 1]);
    },
  },
  {
    python: 'torch.zeros(9).index_put_((t(k),), torch.tensor(1.0), accumulate=True)',
    arrays: { k: array([4n, 4n, 5n]) },
    ours: () => scatterAdd(zeros([9], { dtype: 'float32' }), [[4, 4, 5]], 1),
  },
]);
