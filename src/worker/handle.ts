/** The handle of an array that the worker keeps. */
import { sizeOf } from '../extents.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import type { KeptParcel } from './messages.ts';
import { giveUp, hold, type Owner, ownerOf } from './owner.ts';
import type { FetchedArray, RemoteArray, RemoteArrayLike } from './remote-array.ts';

/** The key of the method that `using` calls; engines without `using` do not have it. */
export const disposeKey: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** Whether a list is the texts of a tagged template. */
export const isTemplate = (value: unknown): value is TemplateStringsArray =>
  Array.isArray(value) && 'raw' in value;

/** Asks the worker for everything but the element type and the shape. */
export class ArrayHandle<D extends DType = DType> implements RemoteArray<D> {
  readonly dtype: D;
  readonly shape: readonly number[];

  constructor(owner: Owner, { id, dtype, shape }: KeptParcel) {
    this.dtype = dtype as D;
    this.shape = shape!;
    hold(this, owner, { id, bytes: sizeOf(this.shape) * dtypes[this.dtype].bytes });
  }

  fetch(): Promise<FetchedArray<D>> {
    return ownerOf(this).ask('fetch', [this]) as Promise<FetchedArray<D>>;
  }

  at(...given: unknown[]): Promise<RemoteArray<D>> {
    return ownerOf(this).ask('at', [this, ...given]) as Promise<RemoteArray<D>>;
  }

  set(strings: TemplateStringsArray, ...holes: unknown[]): (value: RemoteArrayLike) => Promise<this>;
  set(index: unknown, value: RemoteArrayLike): Promise<this>;
  set(...given: unknown[]): Promise<this> | ((value: RemoteArrayLike) => Promise<this>) {
    const write = async (values: readonly unknown[]): Promise<this> => {
      await ownerOf(this).ask('set', [this, given, values]);
      return this;
    };
    return isTemplate(given[0]) ? (...values) => write(values) : write([]);
  }

  dispose(): void {
    giveUp(this);
  }

  [disposeKey](): void {
    giveUp(this);
  }
}
