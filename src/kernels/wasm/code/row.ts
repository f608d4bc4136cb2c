/** The walk along one row: which code serves which of its vectors. */

import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import type { Body } from './body.ts';
import type { CodeShape } from './code-shape.ts';
import type { RowPlace } from './loads.ts';
import { type Emitter, LANES } from './vector.ts';

interface Row {
  readonly emitter: Emitter;
  readonly slots: Arguments;
  readonly shape: CodeShape;
  readonly body: Body;
  /** The number of the stretch, where rows are done in stretches. */
  readonly part: Index;
}

export function emitRow(row: Row): void {
  if (row.shape.mode === 'along') along(row);
  else across(row);
}

/** Loops and comparisons over point numbers. */
function walker({ emitter, slots }: Row) {
  const { code } = emitter;
  const x = code.local('i32');
  const here = code.local('i32');
  const points = slots.number({ of: 'points' });
  /** Goes on from x in steps while `more` leaves true on the stack. */
  const loop = (more: () => void, step: number, emit: () => void) =>
    code.block(() => {
      code.loop(() => {
        more();
        code.op('i32.eqz').branchIf(1);
        emit();
        code.get(x).i32(step).op('i32.add').set(x).branch(0);
      });
    });
  /** True while `count` points from x on end at or before `end`. */
  const fits = (count: number, end: Index) => () => {
    code.get(x).i32(count).op('i32.add').get(end).op('i32.le_s');
  };
  const before =
    (end: Index, plus = 0) =>
    () => {
      code.get(x).get(end).i32(plus).op('i32.add').op('i32.lt_s');
    };
  /** True while both are. */
  const both = (one: () => void, other: () => void) => () => {
    one();
    other();
    code.op('i32.and');
  };
  /** Leaves the lesser of two on the stack. */
  const lesser = (a: Index, b: Index) => code.get(a).get(b).get(a).get(b).op('i32.lt_s').choose();
  /** here = min(x, end − a vector): a last vector that starts early instead of ending late. */
  const clamp = (end: Index) => {
    code.get(end).i32(LANES).op('i32.sub').set(here);
    lesser(x, here).set(here);
  };
  const end = code.local('i32');
  return { code, x, here, points, end, loop, fits, before, both, lesser, clamp };
}

/** The vectors of the steps through a row: whole steps, then one at a time. */
const stepsOf = ({ vectors }: CodeShape) => new Set([vectors, 1]);

/** The start of a row whose ends are loaded lane by lane, and its inside; what is left ends at `end`. */
function segments(
  { slots, shape }: Row,
  { loop, fits, before, both }: ReturnType<typeof walker>,
  end: Index,
  emit: (place: RowPlace, vectors: number) => void,
): void {
  const innerStart = slots.number({ of: 'innerStart' });
  const innerEnd = slots.number({ of: 'innerEnd' });
  loop(both(before(innerStart), fits(LANES, end)), LANES, () => emit('ends', 1));
  for (const vectors of stepsOf(shape)) {
    const step = LANES * vectors;
    loop(both(fits(step, innerEnd), fits(step, end)), step, () => emit('inner', vectors));
  }
}

function across(row: Row): void {
  const walk = walker(row);
  row.body.inTurns(() => acrossOnce(row, walk));
}

function acrossOnce(row: Row, walk: ReturnType<typeof walker>): void {
  const { shape, body, part } = row;
  const { code, x, here, points, end, loop, fits, before, lesser, clamp } = walk;
  if (shape.stretch > 0) {
    code.get(part).i32(shape.stretch).op('i32.mul').set(x);
    code.get(x).i32(shape.stretch).op('i32.add').set(end);
    lesser(end, points).set(end);
  } else code.i32(0).set(x).get(points).set(end);

  // What reads what it writes must do no point twice.
  const once = shape.inPlace || shape.turn > 0;
  const point = () => loop(before(end), 1, () => body.across('point', x, 1, 1));
  const last = (place: RowPlace) =>
    loop(before(end), LANES, () => {
      clamp(end);
      body.across(place, here, 1);
    });
  if (shape.narrow) return void point();
  const step = LANES * shape.vectors;
  if (shape.edges === 'patched') {
    body.across('first', x, 1);
    code.i32(LANES).set(x);
    // The last step starts early rather than have code of its own.
    code
      .get(end)
      .i32(LANES + step)
      .op('i32.sub')
      .set(here);
    code.block(() => {
      before(end, -LANES)();
      code.op('i32.eqz').branchIf(0);
      code.loop(() => {
        body.across('inner', x, shape.vectors);
        code.get(x).get(here).op('i32.ge_s').branchIf(1);
        code.get(x).i32(step).op('i32.add').set(x);
        lesser(x, here).set(x).branch(0);
      });
    });
    code.get(end).i32(LANES).op('i32.sub').set(here);
    return void body.across('last', here, 1);
  }
  if (shape.edges === 'segments') {
    segments(row, walk, end, (place, vectors) => body.across(place, x, vectors));
    if (once) {
      loop(fits(LANES, end), LANES, () => body.across('ends', x, 1));
      return void point();
    }
    return void last('ends');
  }
  if (shape.vectors > 1) loop(fits(step, end), step, () => body.across('inner', x, shape.vectors));
  if (once) {
    loop(fits(LANES, end), LANES, () => body.across('inner', x, 1));
    return void point();
  }
  last('inner');
}

function along(row: Row): void {
  const { shape, body } = row;
  const walk = walker(row);
  const { code, x, points, loop, fits, before } = walk;
  body.start(shape.vectors);
  body.loopInside(() => {
    code.i32(0).set(x);
    if (!shape.narrow) {
      if (shape.edges === 'segments') {
        segments(row, walk, points, (place, vectors) => body.fold(place, x, vectors));
        loop(fits(LANES, points), LANES, () => body.fold('ends', x, 1));
      } else
        for (const vectors of stepsOf(shape))
          loop(fits(LANES * vectors, points), LANES * vectors, () => body.fold('inner', x, vectors));
    }
    loop(before(points), 1, () => body.fold('point', x, 1, true));
  });
  body.together();
  code.i32(0).set(x);
  body.finish('point', x, 1, 1);
}
