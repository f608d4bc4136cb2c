/** Arrays in lists and records: what a differentiated function takes, and gives. */
import { type ArrayLike, asView, isArrayObject } from '../convert/convert.ts';
import { fault, show } from '../errors.ts';
import { isView, type View } from '../views/view.ts';

/** An array, or arrays in lists and records. */
export type Arrays = ArrayLike | readonly Arrays[] | { readonly [name: string]: Arrays };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !isArrayObject(value);

/** Whether a list holds arrays somewhere: then it is a structure, and no array of numbers itself. */
const holdsStructure = (list: readonly unknown[]): boolean =>
  list.some(
    each =>
      isView(each) ||
      ArrayBuffer.isView(each) ||
      isRecord(each) ||
      (Array.isArray(each) && holdsStructure(each)) ||
      (typeof each === 'object' && each !== null && 'data' in each),
  );

/**
 * The same structure with something else in the place of each array.
 *
 * @param path the argument, for errors
 */
export function mapArrays(
  name: string,
  path: string,
  value: unknown,
  change: (view: View, path: string) => unknown,
): unknown {
  if (Array.isArray(value) && holdsStructure(value))
    return value.map((each, k) => mapArrays(name, `${path}[${k}]`, each, change));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, mapArrays(name, `${path}.${key}`, each, change)]),
    );
  if (value === undefined || value === null || typeof value === 'function' || typeof value === 'string')
    throw fault(
      'value',
      name,
      `${path} is ${show(value)}; it must be an array, or arrays in lists and records`,
      {
        argument: path,
      },
    );
  return change(asView(value as ArrayLike, name, path), path);
}
