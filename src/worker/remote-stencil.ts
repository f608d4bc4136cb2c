/** A stencil that the worker keeps: a function of arrays, whose results stay there. */
import type { StencilOptions } from '../stencil/options.ts';
import type { StencilExpression, StencilInput } from '../stencil/types.ts';
import type { KeptParcel } from './messages.ts';
import { giveUp, hold, type Owner } from './owner.ts';
import type { RemoteArray, RemoteArrayLike } from './remote-array.ts';

/** The function that `stencil` of a worker gives, and how to give it up before it can no longer be reached. */
export interface RemoteStencil<Inputs extends readonly unknown[], Out, Result> {
  (...given: [...arrays: { [K in keyof Inputs]: RemoteArrayLike }, options?: { out?: Out }]): Promise<Result>;
  /** Gives the stencil up; it can no longer be called. */
  dispose(): void;
}

/** `stencil` of a worker: the callback is called here, and what it builds is sent. */
export interface StencilMaker {
  <Inputs extends StencilInput[]>(
    callback: (...inputs: Inputs) => StencilExpression,
    options?: StencilOptions,
  ): Promise<RemoteStencil<Inputs, RemoteArray, RemoteArray>>;
  <Inputs extends StencilInput[]>(
    callback: (...inputs: Inputs) => readonly StencilExpression[],
    options?: StencilOptions,
  ): Promise<RemoteStencil<Inputs, readonly RemoteArray[], RemoteArray[]>>;
}

/** The handle of a stencil. */
export function remoteStencil(owner: Owner, { id }: KeptParcel): object {
  const call = (...given: unknown[]) => owner.ask('run', [call, ...given], 'stencil');
  hold(call, owner, { id, bytes: 0 });
  return Object.assign(call, { dispose: () => giveUp(call) });
}
