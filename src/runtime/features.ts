/** What this engine can do, found by trying it. */
import { FunctionCode, ModuleCode } from '../kernels/wasm/index.ts';

function moduleWith(instruction: string, operands: number): Uint8Array<ArrayBuffer> {
  const module = new ModuleCode({ shared: false, maximum: 1 });
  const code = new FunctionCode(['v128'], ['v128']);
  for (let k = 0; k < operands; k++) code.get(0);
  module.addFunction(code.op(instruction), 'run');
  return module.bytes();
}

let compiles: boolean | undefined;

/**
 * Whether WebAssembly with vectors may be compiled. A content-security policy without `wasm-unsafe-eval` forbids it:
 * that is said once on the console, because everything is then some ten times slower.
 */
export function canCompile(): boolean {
  if (compiles !== undefined) return compiles;
  const probe = moduleWith('f32x4.sqrt', 1);
  compiles = typeof WebAssembly !== 'undefined' && WebAssembly.validate(probe);
  if (!compiles) return false;
  try {
    new WebAssembly.Module(probe);
  } catch (error) {
    compiles = false;
    console.warn(
      `concordat: WebAssembly may not be compiled here (${error instanceof Error ? error.message : error}); ` +
        "everything works, but slowly. Allow it with script-src 'wasm-unsafe-eval' in the content-security policy.",
    );
  }
  return compiles;
}

let fused: boolean | undefined;

/** Whether there is fused multiply-add (relaxed SIMD). */
export function hasFusedMultiplyAdd(): boolean {
  fused ??= WebAssembly.validate(moduleWith('f32x4.relaxed_madd', 3));
  return fused;
}
