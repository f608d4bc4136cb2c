/** Masks, one 32-bit lane a point, and the choice between two values by one. */
import type { Emitter, LaneKind, Vector } from './vector.ts';

const LOW_DWORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];

/** The low 32 bits of each 64-bit lane of two vectors on the stack. */
export const lowHalves = ({ code }: Emitter): void => void code.op('i8x16.shuffle', ...LOW_DWORDS);

/** A mask from a comparison that leaves one lane mask a part on the stack. Where nobody asks for one width, V8 drops it. */
export function maskOf(emitter: Emitter, parts: number, emit: (part: number) => void): Vector {
  if (parts === 1) {
    emit(0);
    return { kind: 'i32x4', parts: [emitter.keep()] };
  }
  const wide = emitter.make('i64x2', emit).parts;
  for (const local of wide) emitter.code.get(local);
  lowHalves(emitter);
  return { kind: 'i32x4', parts: [emitter.keep()], wide };
}

/** The mask in the width of another kind's lanes. */
export function widenMask(emitter: Emitter, mask: Vector, kind: LaneKind): readonly number[] {
  if (kind === 'f32x4' || kind === 'i32x4') return mask.parts;
  if (mask.wide) return mask.wide;
  return emitter.make('i64x2', part => {
    emitter.code.get(mask.parts[0]).op(`i64x2.extend_${part === 0 ? 'low' : 'high'}_i32x4_s`);
  }).parts;
}

/** a where the mask is set, else zeros; or, `inverted`, zeros where it is set. One instruction, where a choice is three. */
export function chooseOrZero(emitter: Emitter, mask: Vector, a: Vector, inverted: boolean): Vector {
  const wide = widenMask(emitter, mask, a.kind);
  return emitter.make(a.kind, part => {
    emitter.code
      .get(a.parts[part])
      .get(wide[part])
      .op(inverted ? 'v128.andnot' : 'v128.and');
  });
}

/** a where the mask is set, else b. */
export function selectLanes(emitter: Emitter, mask: Vector, a: Vector, b: Vector): Vector {
  const wide = widenMask(emitter, mask, a.kind);
  return emitter.make(a.kind, part => {
    emitter.code.get(a.parts[part]).get(b.parts[part]).get(wide[part]).op('v128.bitselect');
  });
}
