export { type HeapStatistics, heapStatistics } from './heap.ts';
export { setHeapLimit } from './heap-limit.ts';
export { scope } from './scope.ts';
export { type Runner, setRunner, setThreads, threads } from './settings.ts';
export type { Storage } from './storage.ts';
