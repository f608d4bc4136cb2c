/** torch.nn: what of it there is. */
export * as functional from './functional.ts';
