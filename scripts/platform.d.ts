/**
 * Types of browsers and of Node that the declarations of this package name, by the same names: the real ones where the
 * user's TypeScript has them (its `lib` dom, or @types/node), else as much of them as the package uses.
 */

export type URL = typeof globalThis extends { URL: { prototype: infer Real } }
  ? Real
  : { readonly href: string };

export type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Real } }
  ? Real
  : {
      readonly aborted: boolean;
      readonly reason: unknown;
      addEventListener(type: 'abort', listener: () => void): void;
      removeEventListener(type: 'abort', listener: () => void): void;
    };

export declare namespace WebAssembly {
  type Memory = typeof globalThis extends { WebAssembly: { Memory: { prototype: infer Real } } }
    ? Real
    : { readonly buffer: ArrayBufferLike };
}
