/** torch.nn.functional.pad against torch itself. */
import { nn } from 'concordat/torch';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const { pad } = nn.functional;
const floating = ['float32', 'float64', 'complex64', 'complex128'] as const;
const whole = ['int64', 'int32', 'int16', 'int8', 'uint8', 'bool'] as const;
type Mode = 'constant' | 'reflect' | 'replicate' | 'circular';
const looking = ['reflect', 'replicate', 'circular'] as const;

interface Call {
  shape: number[];
  widths: number[];
  mode: Mode;
  dtype: DType;
  value?: number;
  raises?: RegExp;
}

function caseOf({ shape, widths, mode, dtype, value, raises }: Call): PeerCase {
  const x = random.next() < 0.2 ? randomView(shape, dtype) : randomArray(shape, dtype);
  const text = value === undefined ? '' : `, value=${Number.isFinite(value) ? value : `float('${value}')`}`;
  // What torch gets wrong about widths, it had better refuse.
  const [bug] = bugsOf('torch.nn.functional.pad', { shapes: [shape], options: { pad: widths, mode } });
  return {
    python: `F.pad(t(x), (${widths.map(width => `${width},`).join('')}), '${mode}'${text})`,
    arrays: { x },
    ours: () => pad(x, widths, mode, value === undefined ? {} : { value }),
    ...(raises && { raises }),
    ...(bug && { knownBug: { id: bug.id } }),
  };
}

/** A shape with one to three spatial axes, and widths within (or slightly beyond) what the mode allows. */
function spatial(mode: Mode, dtype: DType, beyond: number): Call {
  const axes = random.integer(1, 3);
  const extents = randomShape(axes, 1, axes === 3 ? 3 : 5);
  const leading = mode === 'circular' || random.boolean() ? randomShape(2, 1, 2) : randomShape(1, 1, 3);
  const most = { constant: 1, reflect: -1, replicate: 3, circular: 0 }[mode] + beyond;
  const widths = [...extents]
    .reverse()
    .flatMap(extent => [random.integer(-1, extent + most), random.integer(-1, extent + most)]);
  return { shape: [...leading, ...extents], widths, mode, dtype };
}

const calls = (count: number, make: () => Call): PeerCase[] => generate(count, () => caseOf(make()));

peerCases(
  'modes that look at the array',
  calls(400, () => spatial(random.pick(looking), random.pick(floating), 0)),
);

peerCases(
  'widths at and beyond the limits',
  calls(200, () => spatial(random.pick(looking), 'float32', 2)),
);

peerCases(
  'crops on every axis',
  calls(150, () => {
    const call = spatial(random.pick(looking), 'float64', 0);
    return { ...call, widths: call.widths.map(width => width - random.integer(0, 3)) };
  }),
);

peerCases(
  'constant, any rank, crops and fills',
  calls(200, () => {
    const dtype = random.pick([...floating, ...whole]);
    const shape = randomShape(random.integer(0, 5), 0, 4);
    const widths = randomShape(2 * random.integer(0, shape.length), -2, 2);
    const value = random.pick([undefined, 0, 1, 2.5, -1, -0.5, 7.75, NaN, Infinity]);
    return { shape, widths, mode: 'constant', dtype, ...(value !== undefined && { value }) };
  }),
);

peerCases(
  'fills at the limits of integers',
  calls(60, () => {
    const value = random.pick([2 ** 31, 2 ** 31 - 1, 2 ** 63, 255, 256, 127.5, 1e30]) * random.pick([1, -1]);
    return { shape: [2], widths: [1, 0], mode: 'constant', dtype: random.pick(whole), value };
  }),
);

peerCases(
  'integers, ranks and lengths that modes refuse',
  calls(150, () => {
    const mode = random.pick(looking);
    const fault = random.integer(0, 3);
    if (fault === 0) return spatial(mode, random.pick(whole), 0);
    if (fault === 1) return { ...spatial(mode, 'float32', 0), value: random.pick([0, 1, NaN]) };
    const shape = randomShape(random.integer(0, 6), fault === 2 ? 1 : 0, 4);
    const widths = randomShape(random.integer(0, 2 * shape.length + 1), 0, 1);
    return { shape, widths, mode: fault === 2 ? mode : random.pick([mode, 'constant']), dtype: 'float64' };
  }),
);

peerCases(
  'empty arrays',
  calls(100, () => {
    const call = spatial(random.pick([...looking, 'constant']), 'float32', -1);
    const axis = random.integer(0, call.shape.length - 1);
    return { ...call, shape: call.shape.with(axis, 0) };
  }),
);

const one = (call: Partial<Call>, raises: RegExp): PeerCase =>
  caseOf({ shape: [1, 1, 4], widths: [1, 1], mode: 'constant', dtype: 'float32', ...call, raises });

peerCases('what torch says', [
  one(
    { mode: 'reflect', widths: [4, 0] },
    /Padding size should be less than the corresponding input dimension/,
  ),
  one({ mode: 'circular', widths: [5, 0] }, /Padding value causes wrapping around more than once/),
  one({ mode: 'circular', widths: [-5, 0] }, /Negative padding value is resulting in an empty dimension/),
  one({ mode: 'circular', shape: [4, 4] }, /Invalid padding size, expected 0 but got 2/),
  one({ mode: 'reflect', dtype: 'int64' }, /"reflection_pad1d" not implemented for 'Long'/),
  one({ mode: 'replicate', dtype: 'uint8' }, /"replication_pad1d(_cpu)?" not implemented for 'Byte'/),
  one(
    { mode: 'replicate', shape: [4] },
    /Only 2D, 3D, 4D, 5D padding with non-constant padding are supported/,
  ),
  one({ mode: 'replicate', value: 1 }, /Padding mode "replicate" doesn't take in value argument/),
  one({ widths: [1] }, /Padding length must be divisible by 2/),
  one({ shape: [4], widths: [1, 1, 1, 1] }, /Padding length too large/),
  one(
    { widths: [1, 0, 0, -1] },
    /resulted in a negative output size, which is invalid\. Check dimension 1 of/,
  ),
  one({ dtype: 'uint8', value: -1 }, /value cannot be converted to type uint8_t without overflow/),
  one({ mode: 'zeros' as Mode }, /Unrecognised padding mode/),
]);
