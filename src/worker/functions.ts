/** The functions of the package by name, on the worker's side. An entry is loaded when it is first asked for. */
import { fault } from '../errors.ts';

type Callable = (...given: unknown[]) => unknown;

const entries: Readonly<Record<string, () => Promise<object>>> = {
  numpy: () => import('../dialects/numpy/index.ts'),
  scipy: () => import('../dialects/scipy/index.ts'),
  torch: () => import('../dialects/torch/index.ts'),
  opencv: () => import('../dialects/opencv/index.ts'),
  io: () => import('../io/index.ts'),
  figure: () => import('./specifications.ts'),
};

/** Those that tell how far they have come, and where their options stand. */
export const telling: Readonly<Record<string, number>> = { compare: 2, explain: 2, probe: 2 };

/** What stands in a module under a name. */
const memberOf = (module: unknown, name: string): unknown =>
  typeof module === 'object' && module !== null && Object.hasOwn(module, name)
    ? module[name as keyof typeof module]
    : undefined;

/** The function of a name such as `convolve` or `scipy.ndimage.convolve`. */
export async function functionOf(name: string): Promise<Callable> {
  const path = name.split('.');
  const entry = Object.hasOwn(entries, path[0]) ? entries[path.shift()!] : () => import('../index.ts');
  const member = path.reduce(memberOf, (await entry()) as unknown);
  if (typeof member === 'function' && !/^class\b/.test(Function.prototype.toString.call(member)))
    return member as Callable;
  throw fault('option', name, 'the package has no function of that name to call in a worker');
}
