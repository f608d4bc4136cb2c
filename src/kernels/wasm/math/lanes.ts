/** Functions of single numbers on vectors: an imported function lane by lane, and float32 vectors as two of float64. */
import type { VectorCode, VectorFunction } from './notation.ts';

/** What modules that use these functions import, beside their memory. */
export const mathImports = { Math, js: { remainder: (a: number, b: number): number => a % b } };

/** Calls a function that the host gives once for each lane of float64 vectors. */
export const eachLane =
  (module: keyof typeof mathImports, name: string): VectorFunction =>
  ({ module: target, code }, x, y) => {
    const operands = y === undefined ? [x] : [x, y];
    const called = target.importFunction(module, name, {
      parameters: operands.map(() => 'f64'),
      results: ['f64'],
    });
    for (const lane of [0, 1]) {
      for (const operand of operands) code.get(operand).op('f64x2.extract_lane', lane);
      code.call(called);
      if (lane === 0) code.op('f64x2.splat');
      else code.op('f64x2.replace_lane', 1);
    }
  };

const LOW = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * A function of float64 vectors on float32 ones: each half is widened (a subnormal number becomes a normal one), and
 * the results are rounded once.
 */
export const inHalves =
  (emit: VectorFunction): VectorFunction =>
  (context, ...given) => {
    const { code } = context;
    const operands = given.filter(operand => operand !== undefined);
    const half = (high: boolean): VectorCode => {
      const [x, y] = operands.map(operand => {
        code.get(operand);
        if (high) code.get(operand).op('i8x16.shuffle', ...LOW.map(k => k + 8), ...LOW);
        const wide = code.local('v128');
        code.op('f64x2.promote_low_f32x4').set(wide);
        return wide;
      });
      emit(context, x, y);
      const result = code.local('v128');
      code.op('f32x4.demote_f64x2_zero').set(result);
      return () => void code.get(result);
    };
    const [low, high] = [half(false), half(true)];
    low();
    high();
    code.op('i8x16.shuffle', ...LOW, ...LOW.map(k => k + 16));
  };
