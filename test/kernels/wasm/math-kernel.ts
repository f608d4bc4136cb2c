/** Runs a function of `vectorMath` over arrays, in a module of its own. */
import { binaryOperations } from '../../../src/kernels/expression.ts';
import { FunctionCode, type Index, ModuleCode } from '../../../src/kernels/wasm/encoder/encoder.ts';
import {
  type FloatKind,
  type MathContext,
  mathImports,
  type VectorFunction,
  vectorMath,
} from '../../../src/kernels/wasm/math/index.ts';

export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** The most numbers of one call: three regions of 1 MiB. */
export const CAPACITY = 1 << 17;
const REGION = 1 << 20;

export interface MathKernel {
  readonly x: Floats;
  readonly y: Floats;
  readonly result: Floats;
  /** Computes the first `count` results. */
  run(count: number): void;
}

/** A module that computes `emit` over its memory. */
export function compileMath(kind: FloatKind, emit: VectorFunction, binary: boolean): MathKernel {
  const module = new ModuleCode({ shared: false, maximum: 64 });
  const code = new FunctionCode(['i32']);
  const constants = new Map<string, Index>();
  const context: MathContext = {
    module,
    code,
    constant(bytes) {
      const key = Array.from(bytes).join();
      const local = constants.get(key) ?? code.local('v128');
      if (!constants.has(key)) code.atStart(() => code.v128(bytes).set(local));
      constants.set(key, local);
      return local;
    },
  };
  const [at, x, y, result] = [code.local('i32'), code.local('v128'), code.local('v128'), code.local('v128')];
  code.loop(() => {
    code.get(at).op('v128.load', 0).set(x);
    code.get(at).op('v128.load', REGION).set(y);
    if (binary) emit(context, x, y);
    else emit(context, x);
    code
      .set(result)
      .get(at)
      .get(result)
      .op('v128.store', 2 * REGION);
    code.get(at).i32(16).op('i32.add').tee(at).get(0).op('i32.lt_u').branchIf(0);
  });
  module.addFunction(code, 'run');
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 64 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), {
    env: { memory },
    ...(mathImports as object),
  });
  const run = instance.exports.run as (bytes: number) => void;
  const view = (region: number): Floats =>
    kind === 'f32x4'
      ? new Float32Array(memory.buffer, region * REGION, CAPACITY)
      : new Float64Array(memory.buffer, region * REGION, CAPACITY);
  const width = kind === 'f32x4' ? 4 : 8;
  return { x: view(0), y: view(1), result: view(2), run: count => run(count * width) };
}

const kernels = new Map<string, MathKernel>();

/** The kernel of an operation of `vectorMath`. */
export function mathKernel(kind: FloatKind, op: string): MathKernel {
  const key = `${kind}.${op}`;
  const emit = vectorMath[kind][op as never] as VectorFunction;
  const kernel =
    kernels.get(key) ?? compileMath(kind, emit, (binaryOperations as readonly string[]).includes(op));
  kernels.set(key, kernel);
  return kernel;
}
