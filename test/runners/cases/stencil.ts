/** Per-pixel expressions over neighbours. Their families are listed here. */

import type { NDArray, StencilExpression, StencilInput, StencilOptions } from 'concordat';
import { sizeOf } from '../../../src/extents.ts';
import type { Random } from '../../random.ts';
import { callText, drawArray, extents } from '../arrays.ts';
import type { Case, Family } from '../cases.ts';
import { type DType, isFloat, type Library, realTypes } from '../library.ts';
import {
  buildTree,
  drawLeaf,
  drawTest,
  drawTree,
  type Ground,
  type Tree,
  treeText,
} from '../stencil-program.ts';
import { elementary, exact, sumOf } from '../tolerance.ts';
import type { Flavour } from '../values.ts';

const boundaries = ['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const;

interface Setup {
  readonly arrays: readonly NDArray[];
  readonly ground: Ground;
  readonly shape: readonly number[];
}

/** One to three inputs that broadcast together, of which offsets name up to three axes. */
function drawSetup(
  library: Library,
  random: Random,
  flavour: Flavour,
  dtypes: readonly DType[] = realTypes,
): Setup {
  const rank = random.integer(1, 4);
  const last = random.pick(extents.filter(extent => extent > 0 || random.chance(0.1)));
  const shape = Array.from({ length: rank }, (_, axis) => (axis === rank - 1 ? last : random.integer(1, 5)));
  const inputs = random.integer(1, 3);
  const first = random.pick(dtypes);
  const arrays = Array.from({ length: inputs }, () => {
    const own = shape
      .slice(inputs > 1 && random.chance(0.2) ? 1 : 0)
      .map(extent => (inputs > 1 && random.chance(0.1) ? 1 : extent));
    return drawArray(library, random, random.chance(0.7) ? first : random.pick(dtypes), own, { flavour });
  });
  const channels = arrays.map(x => (x.ndim >= 3 ? x.shape[x.ndim - 3] : 0));
  return { arrays, shape, ground: { inputs, axes: random.integer(0, Math.min(rank, 3)), channels, random } };
}

/** How many last axes the offsets of a tree name. */
const axesOf = (tree: Tree): number =>
  'input' in tree ? tree.steps.length : 'operands' in tree ? Math.max(...tree.operands.map(axesOf)) : 0;

function drawOptions(random: Random, trees: readonly Tree[], count: number): StencilOptions {
  const axes = Math.max(...trees.map(axesOf));
  const boundary =
    axes === 0 || random.chance(0.6)
      ? random.pick(boundaries)
      : Array.from({ length: axes }, () => random.pick(boundaries));
  return { boundary, inputs: count, ...(random.chance(0.2) ? { value: 1 } : {}) };
}

const text = (trees: readonly Tree[], options: StencilOptions, arrays: readonly NDArray[]) =>
  `stencil(… => ${trees.map(treeText).join(', ')}, ${JSON.stringify(options)})${callText('', ...arrays)}`;

const expressions: Family = (library, random) =>
  compare(library, random, ground =>
    random.chance(0.1) ? drawTest(ground, 3) : drawTree(ground, random.integer(1, 4)),
  );

/** Weighted sums of many neighbours, which are computed several vectors at a time. */
const windows: Family = (library, random) =>
  compare(library, random, ground => {
    const term = (): Tree => {
      const leaf = drawLeaf(ground);
      if (random.chance(0.2)) return leaf;
      return { method: random.pick(['mul', 'max']), operands: [leaf, { number: random.integer(-3, 3) }] };
    };
    let sum = term();
    for (let count = random.integer(9, 30); count > 0; count--)
      sum = { method: random.pick(['add', 'add', 'sub', 'min']), operands: [sum, term()] };
    return sum;
  });

function compare(library: Library, random: Random, draw: (ground: Ground) => Tree): Case {
  const flavour = random.pick(['whole', 'plain', 'special'] as const);
  const { arrays, ground } = drawSetup(library, random, flavour);
  const trees = Array.from({ length: random.pick([1, 1, 2, 3]) }, () => draw(ground));
  const options = drawOptions(random, trees, arrays.length);
  const over = random.chance(0.2);
  const compute = () => {
    const body = (...inputs: StencilInput[]) => trees.map(tree => buildTree(tree, inputs));
    const run = library.stencil(body, options) as (...given: unknown[]) => NDArray[];
    // A second call takes the plan of the first; it may write over what it reads.
    const results = run(...arrays);
    const target = results[0];
    if (!over || arrays.some(x => x.dtype !== target.dtype || `${x.shape}` !== `${target.shape}`))
      return library.concatenate(run(...arrays).map(each => library.reshape(each, [-1])));
    const own = library.concatenate([library.reshape(arrays[0], [-1])]);
    const copy = library.reshape(own, arrays[0].shape);
    const out = results.map((each, k) => (k === 0 ? copy : each));
    return library.concatenate(
      run(copy, ...arrays.slice(1), { out }).map(each => library.reshape(each, [-1])),
    );
  };
  return { text: text(trees, options, arrays), compute };
}

const reductions: Family = (library, random) => {
  const reduce = random.pick(['sum', 'mean', 'min', 'max'] as const);
  const adds = reduce === 'sum' || reduce === 'mean';
  const flavour = random.pick(['whole', 'plain', ...(adds ? [] : (['special'] as const))] as const);
  const { arrays, ground, shape } = drawSetup(library, random, flavour);
  const tree = adds ? drawSums(ground) : drawTree(ground, random.integer(1, 3));
  const axis = shape.map((_, each) => each).filter(() => random.chance(0.5));
  const options = {
    ...drawOptions(random, [tree], arrays.length),
    reduce,
    ...(random.chance(0.4) ? {} : { axis: axis.map(each => each - shape.length) }),
  };
  const run = (wrap: (value: StencilExpression) => StencilExpression) => () =>
    (library.stencil((...inputs: StencilInput[]) => wrap(buildTree(tree, inputs)), options) as Call)(
      ...arrays,
    );
  const count = sizeOf(shape);
  const rounds = adds && (reduce === 'mean' || arrays.some(x => isFloat(x.dtype)));
  return {
    text: text([tree], options, arrays),
    // Which zero is the smallest is a matter of order; x + 0 is never −0.
    compute: run(value => (adds ? value : value.add(0))),
    tolerance: rounds
      ? sumOf(
          count + 8,
          run(value => value.cast('float64').abs()),
        )
      : exact,
  };
};

type Call = (...given: unknown[]) => NDArray;

/** Differences and their squares: what a sum may be taken of without losing all its digits. */
function drawSums(ground: Ground): Tree {
  const difference = (): Tree => ({ method: 'sub', operands: [drawLeaf(ground), drawLeaf(ground)] });
  const { random } = ground;
  const [a, b] = [difference(), difference()];
  return random.pick<Tree>([
    a,
    { method: 'square', operands: [a] },
    {
      method: 'add',
      operands: [
        { method: 'mul', operands: [a, a] },
        { method: 'abs', operands: [b] },
      ],
    },
    { method: 'where', operands: [drawTest(ground, 1), a, { number: 0 }] },
  ]);
}

const functions: Family = (library, random) => {
  const { arrays, ground } = drawSetup(library, random, random.pick(['plain', 'special'] as const), [
    'float32',
    'float64',
    'int16',
  ]);
  const name = random.pick(['exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'hypot', 'atan2', 'pow'] as const);
  const operands = [drawLeaf(ground), drawLeaf(ground)].slice(0, /hypot|atan2|pow/.test(name) ? 2 : 1);
  const exponent: Tree[] = name === 'pow' ? [operands[0], { number: 1.5 }] : operands;
  const tree: Tree = { method: name, operands: exponent };
  const options = drawOptions(random, [tree], arrays.length);
  const types = new Set(operands.map(each => arrays[(each as { input: number }).input].dtype));
  const single = !types.has('float64') && !(name === 'pow' && !types.has('float32'));
  return {
    text: text([tree], options, arrays),
    compute: () =>
      (library.stencil((...inputs: StencilInput[]) => buildTree(tree, inputs), options) as Call)(...arrays),
    tolerance: elementary(name === 'pow' ? 'power' : name, single ? 'float32' : 'float64'),
  };
};

export const stencils: Readonly<Record<string, { readonly draw: Family; readonly cases: number }>> = {
  stencils: { draw: expressions, cases: 400 },
  'windows written out': { draw: windows, cases: 150 },
  'reduced stencils': { draw: reductions, cases: 200 },
  'stencils of elementary functions': { draw: functions, cases: 150 },
};
