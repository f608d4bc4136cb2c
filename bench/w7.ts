/** W7: convolutions over channels, as in a network: depthwise, dense, and the first layer of an image network. */
import { type Line, measure } from './harness/measure.ts';
import { loadOrt, ortCandidate } from './harness/ort.ts';
import { load, loadLibrary, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { loadTfjs, tfjsCandidate } from './harness/tfjs.ts';
import { noise, permute } from './harness/values.ts';
import { aimFaster, type Workload } from './harness/workload.ts';

const OURS = 'concordat/torch conv2d';
const TORCH = 'torch conv2d, NCHW';
const CHANNELS_LAST = 'torch conv2d, channels_last';
const TFJS = 'tfjs wasm, NHWC';
const ORT = 'onnxruntime-web';

/** Sums of up to 576 products in float32, in any order. */
const TOLERANCE = 2e-5;

interface Layer {
  readonly name: string;
  readonly x: readonly [number, number, number, number];
  readonly w: readonly [number, number, number, number];
  readonly stride: number;
  readonly padding: number;
  readonly groups: number;
}

const layers = (batch: number): Layer[] => [
  { name: 'depthwise', x: [batch, 128, 56, 56], w: [128, 1, 3, 3], stride: 1, padding: 1, groups: 128 },
  { name: 'dense', x: [batch, 64, 56, 56], w: [64, 64, 3, 3], stride: 1, padding: 1, groups: 1 },
  { name: 'first layer', x: [1, 3, 224, 224], w: [64, 3, 7, 7], stride: 2, padding: 3, groups: 1 },
];

export const workload: Workload = {
  name: 'w7',
  title: 'conv2d over channels, float32',
  ours: OURS,
  javascriptPeers: true,
  notes: [
    'depthwise: x (8, 128, 56, 56), w (128, 1, 3, 3), padding 1. dense: x (8, 64, 56, 56), w (64, 64, 3, 3), padding 1. first layer: x (1, 3, 224, 224), w (64, 3, 7, 7), stride 2, padding 3.',
    'Channels-last layouts are compared as they are used: the input has that layout before the clock starts, and the output keeps it.',
    'onnxruntime-web copies its input into its own memory at each run: its interface has no other way.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads => [
      ...[TORCH, TFJS, ORT].map(other => aimFaster(lines, 'depthwise', OURS, other, threads, 1)),
      ...['dense', 'first layer'].flatMap(name =>
        [TFJS, ORT].map(other => aimFaster(lines, name, OURS, other, threads, 1)),
      ),
    ]),
  run: context =>
    withPython('w7', context, async python => {
      const library = await loadLibrary(context.threads);
      const torch = await load('torch');
      const tf = await loadTfjs(context.version);
      const ort = loadOrt(context.threads, context.version);
      const lines: Line[] = [];
      for (const layer of layers(context.quick ? 1 : 8)) {
        const { stride, padding, groups } = layer;
        const [x, w] = [noise(71, layer.x), noise(72, layer.w)];
        await python.setup({ x: layer.x, w: layer.w, stride, padding, groups });
        const [ourX, ourW] = [resident(library, x, layer.x), library.array({ data: w, shape: layer.w })];
        const last = permute({ shape: layer.x, data: x }, [0, 2, 3, 1]);
        // torch's (out, in, row, column) is (row, column, in, out) there; depthwise, out is a factor of in.
        const filter = permute({ shape: layer.w, data: w }, groups > 1 ? [2, 3, 0, 1] : [2, 3, 1, 0]);
        const [tfX, tfW] = [last, filter].map(({ data, shape }) => tf.tensor4d(data, shape));
        const viaTfjs = () =>
          groups > 1
            ? tf.depthwiseConv2d(tfX, tfW, stride, padding, 'NHWC', 1, 'floor')
            : tf.conv2d(tfX, tfW, stride, padding, 'NHWC', 1, 'floor');
        const extent = (size: number, kernel: number) =>
          Math.floor((size + 2 * padding - kernel) / stride) + 1;
        const out = [layer.x[0], layer.w[0], extent(layer.x[2], layer.w[2]), extent(layer.x[3], layer.w[3])];
        const attributes = {
          group: groups,
          kernel_shape: layer.w.slice(2),
          pads: [padding, padding, padding, padding],
          strides: [stride, stride],
        };
        const candidates = [
          ourCandidate(OURS, () => torch.nn.functional.conv2d(ourX, ourW, { stride, padding, groups })),
          ...[TORCH, CHANNELS_LAST].map(who => pythonCandidate(python, who)),
          tfjsCandidate(TFJS, tf, viaTfjs, values => permute(values, [0, 3, 1, 2])),
          await ortCandidate(ORT, ort, {
            nodes: [{ type: 'Conv', inputs: ['x', 'w'], outputs: ['y'], attributes }],
            initializers: [{ name: 'w', shape: layer.w, data: w }],
            inputs: { x: { shape: layer.x, data: x } },
            output: { name: 'y', shape: out },
          }),
        ];
        lines.push(
          ...(await measure(
            { case: layer.name, tolerance: TOLERANCE, reference: TORCH, candidates },
            context,
          )),
        );
        tf.dispose([tfX, tfW]);
      }
      return lines;
    }),
};
