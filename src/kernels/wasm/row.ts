/** The walk along one row: which code serves which of its vectors. */
import type { Arguments } from './arguments.ts';
import type { Body } from './body.ts';
import type { Index } from './encoder.ts';
import { isStretched, type Layout, STRETCH } from './layout.ts';
import type { Place } from './loads.ts';
import { type Emitter, LANES } from './vector.ts';

interface Row {
  readonly emitter: Emitter;
  readonly slots: Arguments;
  readonly layout: Layout;
  readonly body: Body;
  readonly unit: Index;
}

export function emitRow(row: Row): void {
  if (row.layout.mode === 'along') along(row);
  else across(row);
}

/** Loops and comparisons over point numbers. */
function walker({ emitter, slots }: Row) {
  const { code } = emitter;
  const x = code.local('i32');
  const here = code.local('i32');
  const points = slots.number('points', places => places.layout.extents[places.layout.vectorAxis]);
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
  /** True while `count` points from x on end at or before `end` + `plus`. */
  const fits =
    (count: number, end: Index, plus = 0) =>
    () => {
      code
        .get(x)
        .i32(count - plus)
        .op('i32.add')
        .get(end)
        .op('i32.le_s');
    };
  const before =
    (end: Index, plus = 0) =>
    () => {
      code.get(x).get(end).i32(plus).op('i32.add').op('i32.lt_s');
    };
  /** here = min(x, end + plus): a last vector that starts early instead of ending late. */
  const clamp = (end: Index, plus: number) => {
    code.get(end).i32(plus).op('i32.add').tee(here).get(x).get(here).get(x).op('i32.lt_s').choose().set(here);
  };
  const end = code.local('i32');
  return { code, x, here, points, end, loop, fits, before, clamp };
}

function ends(slots: Arguments) {
  const extended =
    (read: (before: number, after: number, points: number) => number) => (places: { layout: Layout }) => {
      const { inputs, extents, vectorAxis } = places.layout;
      const list = inputs.filter(input => input.class === 'extended');
      const most = (pick: 'before' | 'after') => Math.max(0, ...list.map(input => input[pick]));
      return read(most('before'), most('after'), extents[vectorAxis]);
    };
  return {
    innerStart: slots.number(
      'inner start',
      extended(before => before),
    ),
    innerEnd: slots.number(
      'inner end',
      extended((_, after, points) => points - after),
    ),
  };
}

function across(row: Row): void {
  const { layout, body, unit, slots } = row;
  const { code, x, here, points, end, loop, fits, before, clamp } = walker(row);
  if (isStretched(layout)) {
    code.get(unit).i32(STRETCH).op('i32.mul').set(x);
    code
      .get(x)
      .i32(STRETCH)
      .op('i32.add')
      .tee(end)
      .get(points)
      .get(end)
      .get(points)
      .op('i32.lt_s')
      .choose()
      .set(end);
  } else code.i32(0).set(x).get(points).set(end);

  const point = () => loop(before(end), 1, () => body.across('point', x, 1, 1));
  const last = (place: Place) =>
    loop(before(end), LANES, () => {
      clamp(end, -LANES);
      body.across(place, here, 1);
    });
  if (layout.narrow) return void point();
  const step = LANES * layout.vectors;
  if (layout.edges === 'patched') {
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
        body.across('inner', x, layout.vectors);
        code.get(x).get(here).op('i32.ge_s').branchIf(1);
        code.get(x).i32(step).op('i32.add').tee(x).get(here).get(x).get(here).op('i32.lt_s').choose().set(x);
        code.branch(0);
      });
    });
    code.get(end).i32(LANES).op('i32.sub').set(here);
    return void body.across('last', here, 1);
  }
  if (layout.edges === 'segments') {
    const { innerStart, innerEnd } = ends(slots);
    loop(
      () => {
        before(innerStart)();
        fits(LANES, end)();
        code.op('i32.and');
      },
      LANES,
      () => body.across('ends', x, 1),
    );
    for (const vectors of new Set([layout.vectors, 1]))
      loop(
        () => {
          fits(LANES * vectors, innerEnd)();
          fits(LANES * vectors, end)();
          code.op('i32.and');
        },
        LANES * vectors,
        () => body.across('inner', x, vectors),
      );
    if (layout.inPlace) {
      loop(fits(LANES, end), LANES, () => body.across('ends', x, 1));
      return void point();
    }
    return void last('ends');
  }
  if (layout.vectors > 1) loop(fits(step, end), step, () => body.across('inner', x, layout.vectors));
  if (layout.inPlace) {
    loop(fits(LANES, end), LANES, () => body.across('inner', x, 1));
    return void point();
  }
  last('inner');
}

function along(row: Row): void {
  const { layout, body, slots } = row;
  const { code, x, points, loop, fits, before } = walker(row);
  const steps = new Set([layout.vectors, 1]);
  body.start(layout.vectors);
  body.loopInside(() => {
    code.i32(0).set(x);
    if (!layout.narrow) {
      if (layout.edges === 'segments') {
        const { innerStart, innerEnd } = ends(slots);
        loop(
          () => {
            before(innerStart)();
            fits(LANES, points)();
            code.op('i32.and');
          },
          LANES,
          () => body.fold('ends', x, 1),
        );
        for (const vectors of steps)
          loop(
            () => {
              fits(LANES * vectors, innerEnd)();
              fits(LANES * vectors, points)();
              code.op('i32.and');
            },
            LANES * vectors,
            () => body.fold('inner', x, vectors),
          );
        loop(fits(LANES, points), LANES, () => body.fold('ends', x, 1));
      } else
        for (const vectors of steps)
          loop(fits(LANES * vectors, points), LANES * vectors, () => body.fold('inner', x, vectors));
    }
    loop(before(points), 1, () => body.fold('point', x, 1, true));
  });
  body.together();
  code.i32(0).set(x);
  body.finish('point', x, 1, 1);
}
