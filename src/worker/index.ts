/** The package in a worker: `concordat/worker`. */
export { transfer } from './cargo.ts';
export type { FetchedArray, RemoteArray, RemoteArrayLike } from './remote-array.ts';
export type { RemoteFunctions, RemoteModule } from './remote-functions.ts';
export type { RemoteStencil, StencilMaker } from './remote-stencil.ts';
export { type Remote, startWorker, type WorkerOptions } from './start.ts';
export type { CallOptions, OnProgress } from './watched.ts';
