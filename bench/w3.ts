/** W3: disparity smoothness, forward: mean(|∂x d|·exp(−‖∂x I‖₂) + |∂y d|·exp(−‖∂y I‖₂)), edges continued. */
import { type Candidate, measure } from './harness/measure.ts';
import type { Node } from './harness/onnx.ts';
import { loadOrt, ortCandidate } from './harness/ort.ts';
import { loadLibrary, missing, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { loadTfjs, tfjsCandidate } from './harness/tfjs.ts';
import { noise } from './harness/values.ts';
import type { Workload } from './harness/workload.ts';

const OURS = 'concordat stencil, reduce mean';
const NUMPY = 'numpy';
const EAGER = 'torch eager';
const SCRIPT = 'torch.jit.script';

/**
 * The mean of a million positive numbers. Ours, NumPy's and torch's agree to 1e-7; onnxruntime-web and TensorFlow.js add
 * them one by one in float32, and are 8e-5 off.
 */
const TOLERANCE = 2e-4;

// biome-ignore lint/suspicious/noExplicitAny: expressions of a library that is loaded by name.
type Expression = any;

const smoothness = (d: Expression, image: Expression): Expression => {
  const term = (dy: number, dx: number): Expression => {
    const squares = [0, 1, 2].map(channel => {
      const plane = image.channel(channel);
      const step = plane.offset(dy, dx).sub(plane);
      return step.mul(step);
    });
    const norm = squares[0].add(squares[1]).add(squares[2]).sqrt();
    return d.offset(dy, dx).sub(d).abs().mul(norm.neg().exp());
  };
  return term(0, 1).add(term(1, 0));
};

export const workload: Workload = {
  name: 'w3',
  title: 'disparity smoothness, forward: disparity (8, 1, 256, 512), image (8, 3, 256, 512), float32',
  ours: OURS,
  javascriptPeers: true,
  notes: [
    'One stencil, one pass over memory. At the far edges both differences are zero, so the others sum slices without them.',
    'The norm is √ of a sum of squares everywhere: torch.norm(dim=1) would take ten times as long.',
    'onnxruntime-web copies its inputs into its own memory at each run: its interface has no other way.',
  ],
  aims: () => [],
  run: context =>
    withPython('w3', context, async python => {
      const [batch, height, width] = context.quick ? [2, 32, 64] : [8, 256, 512];
      const shapes = [1, 3].map(channels => [batch, channels, height, width]);
      const [d, image] = shapes.map((shape, seed) => noise(31 + seed, shape));
      const size = batch * height * width;
      await python.setup({ batch, height, width });
      const library = await loadLibrary(context.threads);
      const absent = missing(library, 'stencil');
      const run = absent ? undefined : library.stencil(smoothness, { boundary: 'edge', reduce: 'mean' });
      const [ourD, ourImage] = [d, image].map((data, place) => resident(library, data, shapes[place]));

      const tf = await loadTfjs(context.version);
      const [tfD, tfImage] = [d, image].map((data, place) => tf.tensor(data, shapes[place]));
      const tfTerm = (axis: number): Expression => {
        const step = (x: Expression) => {
          const length = x.shape[axis] - 1;
          const cut = (start: number) => {
            const begin = x.shape.map((_: number, place: number) => (place === axis ? start : 0));
            const extents = x.shape.map((extent: number, place: number) =>
              place === axis ? length : extent,
            );
            return tf.slice(x, begin, extents);
          };
          return tf.sub(cut(1), cut(0));
        };
        const norm = tf.sqrt(tf.sum(tf.square(step(tfImage)), 1, true));
        return tf.sum(tf.mul(tf.abs(step(tfD)), tf.exp(tf.neg(norm))));
      };
      const viaTfjs = () => tf.div(tf.add(tfTerm(3), tfTerm(2)), size);

      const viaOrt: Candidate = await ortCandidate(
        'onnxruntime-web',
        loadOrt(context.threads, context.version),
        {
          nodes: [
            ...ortTerm('x', 3),
            ...ortTerm('y', 2),
            { type: 'Add', inputs: ['x', 'y'], outputs: ['total'] },
            { type: 'Div', inputs: ['total', 'size'], outputs: ['mean'] },
          ],
          initializers: [
            ...[0, 1, 2, 3, -1, 2 ** 31].map(value => ({
              name: `i${value}`,
              shape: [1],
              data: BigInt64Array.of(BigInt(value)),
            })),
            { name: 'size', shape: [], data: Float32Array.of(size) },
          ],
          inputs: { d: { shape: shapes[0], data: d }, image: { shape: shapes[1], data: image } },
          output: { name: 'mean', shape: [] },
        },
      );
      const candidates = [
        ourCandidate(OURS, () => run(ourD, ourImage), { missing: absent }),
        ...[NUMPY, EAGER, SCRIPT].map(who => pythonCandidate(python, who)),
        viaOrt,
        tfjsCandidate('tfjs wasm', tf, viaTfjs),
      ];
      return measure({ case: 'forward', tolerance: TOLERANCE, reference: NUMPY, candidates }, context);
    }),
};

/** The sum over one direction, named `name`: differences along `axis` as slices. */
function ortTerm(name: string, axis: number): Node[] {
  const of = (part: string) => `${name} ${part}`;
  const difference = (input: string): Node[] => [
    { type: 'Slice', inputs: [input, 'i1', 'i2147483648', `i${axis}`], outputs: [of(`${input} after`)] },
    { type: 'Slice', inputs: [input, 'i0', 'i-1', `i${axis}`], outputs: [of(`${input} before`)] },
    { type: 'Sub', inputs: [of(`${input} after`), of(`${input} before`)], outputs: [of(`${input} step`)] },
  ];
  return [
    ...difference('d'),
    ...difference('image'),
    { type: 'Mul', inputs: [of('image step'), of('image step')], outputs: [of('squares')] },
    { type: 'ReduceSum', inputs: [of('squares'), 'i1'], outputs: [of('squared norm')] },
    { type: 'Sqrt', inputs: [of('squared norm')], outputs: [of('norm')] },
    { type: 'Neg', inputs: [of('norm')], outputs: [of('minus')] },
    { type: 'Exp', inputs: [of('minus')], outputs: [of('weight')] },
    { type: 'Abs', inputs: [of('d step')], outputs: [of('size')] },
    { type: 'Mul', inputs: [of('size'), of('weight')], outputs: [of('product')] },
    { type: 'ReduceSum', inputs: [of('product')], outputs: [name], attributes: { keepdims: 0 } },
  ];
}
