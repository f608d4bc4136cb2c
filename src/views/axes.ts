/** The axes that a call names. */
import { ConcordatError, checkAxis, checkIntegers } from '../errors.ts';

/** The axes that an `axis` option names, each once and counted from the front; all of them when it is not given. */
export function axesOf(
  functionName: string,
  axis: number | readonly number[] | null | undefined,
  rank: number,
): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, k) => k);
  const axes = checkIntegers(functionName, 'axis', axis).map(one => checkAxis(functionName, one, rank));
  if (new Set(axes).size !== axes.length)
    throw new ConcordatError('axis', `${functionName}: duplicate value in 'axis' [${axes.join(', ')}]`, {
      function: functionName,
      axis,
    });
  return axes;
}
