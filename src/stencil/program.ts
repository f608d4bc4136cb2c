/** A stencil before it has seen arrays. */
import type { Node } from './node.ts';
import type { StencilSettings } from './options.ts';
import type { Read } from './reads.ts';

/** What a stencil computes, how it reads its inputs, and its options. */
export interface StencilProgram {
  readonly outputs: readonly Node[];
  readonly reads: readonly Read[];
  readonly settings: StencilSettings;
}
