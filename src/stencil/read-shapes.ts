/** What the inputs of a stencil bring to its broadcast, and along which axes they are read through tables. */
import { ConcordatError, showShape } from '../errors.ts';
import type { ViewForm } from '../views/view.ts';
import { isMoving, type Read, spanAt } from './reads.ts';

/** Where axis −3 begins that a channel is picked of. */
export const channelOffset = (x: ViewForm, { channel }: Read): number =>
  channel === undefined ? 0 : channel * x.strides[x.shape.length - 3];

/** The shape that a read brings to the broadcast. */
export function readShape(name: string, x: ViewForm, { input, channel }: Read): readonly number[] {
  if (channel === undefined) return x.shape;
  const axis = x.shape.length - 3;
  const fields = { function: name, input, channel, shape: x.shape };
  if (axis < 0)
    throw new ConcordatError(
      'axis',
      `${name}: channel(${channel}) of input ${input} needs 3 axes; the array has shape ${showShape(x.shape)}`,
      fields,
    );
  if (channel >= x.shape[axis])
    throw new ConcordatError(
      'index',
      `${name}: channel ${channel} is out of bounds for axis -3 with size ${x.shape[axis]} of input ${input}, which has shape ${showShape(x.shape)}`,
      fields,
    );
  return x.shape.map((extent, each) => (each === axis ? 1 : extent));
}

/**
 * Along which axes of the broadcast shape a read goes through a table: those that it moves along, but not where it is
 * stretched.
 */
export function gatheredAxes(
  name: string,
  read: Read,
  own: readonly number[],
  full: readonly number[],
): boolean[] {
  const rank = full.length;
  const beyond = read.spans.findIndex((span, back) => back >= rank && isMoving(span));
  if (beyond >= 0)
    throw new ConcordatError(
      'axis',
      `${name}: offsets go along ${beyond + 1} axes; the arrays have shape ${showShape(full)}, which has ${rank}`,
      { function: name, axes: beyond + 1, shape: full },
    );
  const missing = rank - own.length;
  const picked = read.channel === undefined ? -1 : rank - 3;
  return full.map(
    (extent, axis) =>
      isMoving(spanAt(read, rank - 1 - axis)) &&
      axis >= missing &&
      axis !== picked &&
      !(own[axis - missing] === 1 && extent !== 1),
  );
}
