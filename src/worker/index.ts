/** The package in a worker: `concordat/worker`. */
export { type Remote, type RemoteFunctions, startWorker, type WorkerOptions } from './start.ts';
export { transfer } from './travel.ts';
