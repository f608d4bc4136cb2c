/** The types of the functions of a worker, made of those of the package. */
import type { NDArray } from '../array/ndarray.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';
import type { RemoteArray } from './remote-array.ts';
import type { StencilMaker } from './remote-stencil.ts';

type Callable = (...given: never[]) => unknown;
type Class = abstract new (...given: never[]) => unknown;
type Whole = Callable | TypedArray | Uint8ClampedArray;

/** What a call takes: wherever an array may stand, also one that the worker keeps. */
export type Taken<T> = [Extract<T, View>] extends [never] ? TakenInside<T> : T | RemoteArray;
type TakenInside<T> = T extends Whole ? T : T extends object ? { [K in keyof T]: Taken<T[K]> } : T;

/** What a call gives: arrays stay with the worker. */
export type Kept<T> =
  T extends NDArray<infer D>
    ? RemoteArray<D>
    : T extends Whole
      ? T
      : T extends object
        ? { [K in keyof T]: Kept<T[K]> }
        : T;

type TakenList<Given extends readonly unknown[]> = { [K in keyof Given]: Taken<Given[K]> };

type RemoteFunction<F> = F extends (...given: infer Given) => infer Result
  ? (...given: TakenList<Given>) => Promise<Kept<Awaited<Result>>>
  : never;

/** The functions of a module, each giving a promise, and the modules in it. */
export type RemoteModule<Module> = {
  readonly [Name in keyof Module as Module[Name] extends Class
    ? never
    : Module[Name] extends object
      ? Name
      : never]: Module[Name] extends Callable ? RemoteFunction<Module[Name]> : RemoteModule<Module[Name]>;
};

/** Every function of the package: those of 'concordat' by their names, the others by the name of their entry. */
export interface RemoteFunctions
  extends Omit<RemoteModule<typeof import('../index.ts')>, 'scope' | 'stencil'> {
  readonly numpy: RemoteModule<typeof import('../dialects/numpy/index.ts')>;
  readonly scipy: RemoteModule<typeof import('../dialects/scipy/index.ts')>;
  readonly torch: RemoteModule<typeof import('../dialects/torch/index.ts')>;
  readonly opencv: RemoteModule<typeof import('../dialects/opencv/index.ts')>;
  readonly io: RemoteModule<typeof import('../io/index.ts')>;
  readonly figure: RemoteModule<typeof import('./specifications.ts')>;
  readonly stencil: StencilMaker;
}
