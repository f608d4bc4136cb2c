/** The numbers of a convention against lists of all offsets, counted out. */
import { describe, expect, it } from 'vitest';
import { extensions } from '../../src/boundary/table.ts';
import {
  lowerMiddle,
  makeConvention,
  type OutputWindow,
  perAxis,
  upperMiddle,
} from '../../src/convolution/convention.ts';
import {
  extensionTable,
  originTap,
  type ResolvedAxis,
  reachOf,
  resolve,
  resolveAxis,
} from '../../src/convolution/resolve.ts';

const far = Array.from({ length: 121 }, (_, k) => k - 60);
const axis = makeConvention({}).axes as Parameters<typeof resolveAxis>[0];

/** Every case of sign, taps, extent and dilation in small. */
const cases = [1, -1].flatMap(sign =>
  [1, 2, 3, 4, 7].flatMap(taps =>
    [0, 1, 2, 5, 6].flatMap(extent =>
      [1, 2, 3].map(dilation => ({ sign: sign as 1 | -1, taps, extent, dilation })),
    ),
  ),
);

/** The offsets, in order, at which outputs of stride 1 begin: those whose taps span places that `keep` accepts. */
function offsets(
  { sign, taps, dilation }: (typeof cases)[number],
  keep: (low: number, high: number) => boolean,
): number[] {
  const across = sign * dilation * (taps - 1);
  return far.filter(offset => keep(offset + Math.min(0, across), offset + Math.max(0, across)));
}

/** Checks a window against the list of offsets that it should keep, for several strides. */
function expectWindow(given: (typeof cases)[number], window: OutputWindow, kept: number[]): void {
  for (const stride of [1, 2, 3]) {
    const strided = kept.filter((_, n) => n % stride === 0);
    const ours = resolveAxis({ ...axis, ...given, window, stride }, given.extent, given.taps);
    expect(ours.length, JSON.stringify({ ...given, window, stride })).toBe(strided.length);
    const made = strided.map((_, n) => ours.offset + ours.stride * n);
    expect(made, JSON.stringify({ ...given, window, stride })).toEqual(strided);
    expect(ours).toMatchObject({
      step: given.sign * given.dilation,
      taps: given.taps,
      extent: given.extent,
      boundary: 'constant',
    });
  }
}

describe('windows', () => {
  it('full keeps every output that an element reaches', () => {
    for (const given of cases)
      expectWindow(
        given,
        'full',
        given.extent === 0 ? [] : offsets(given, (low, high) => high >= 0 && low < given.extent),
      );
  });

  it('valid keeps those that need no extension', () => {
    for (const given of cases)
      expectWindow(
        given,
        'valid',
        offsets(given, (low, high) => low >= 0 && high < given.extent),
      );
  });

  it('padded keeps those that are valid on the longer array', () => {
    for (const given of cases)
      for (const [low, high] of [
        [0, 0],
        [1, 1],
        [2, 0],
        [0, 3],
      ])
        expectWindow(
          given,
          { low, high },
          offsets(given, (first, last) => first >= -low && last < given.extent + high),
        );
  });

  it('same keeps one for every element under the origin', () => {
    for (const given of cases)
      for (const origin of [lowerMiddle, upperMiddle, 0, -1, 5]) {
        const tap = originTap(origin, given.taps);
        const elements = Array.from({ length: given.extent }, (_, n) => n);
        for (const stride of [1, 2, 3]) {
          const ours = resolveAxis({ ...axis, ...given, origin, stride }, given.extent, given.taps);
          const under = Array.from(
            { length: ours.length },
            (_, n) => ours.offset + ours.step * tap + stride * n,
          );
          expect(under).toEqual(elements.filter(n => n % stride === 0));
        }
      }
  });

  it('explicit keeps as many as it says, the first under the origin', () => {
    for (const given of cases)
      for (const [start, length] of [
        [0, 3],
        [-7, 4],
        [10, 0],
      ])
        for (const stride of [1, 3]) {
          const ours = resolveAxis(
            { ...axis, ...given, origin: 1, stride, window: { start, length } },
            given.extent,
            given.taps,
          );
          expect([ours.offset + ours.step, ours.length, ours.stride]).toEqual([start, length, stride]);
        }
  });
});

describe('origins', () => {
  it.each([
    [1, [0, 0, 0, 0]],
    [2, [0, 0, 1, 1]],
    [3, [0, 1, 1, 2]],
    [4, [0, 1, 2, 3]],
  ])('of %i taps', (taps, expected) => {
    const rules = ['first', 'lower', 'upper', 'last'] as const;
    expect(rules.map(at => originTap({ at, plus: 0 }, taps))).toEqual(expected);
    expect(rules.map(at => originTap({ at, plus: -2 }, taps))).toEqual(expected.map(tap => tap - 2));
    expect(originTap(7, taps)).toBe(7);
  });
});

describe('reach', () => {
  it('spans every place that is read, and its table says what stands there', () => {
    for (const { sign, taps, extent, dilation } of cases)
      for (const boundary of ['mirror', 'constant'] as const)
        for (const stride of [1, 2]) {
          if (extent === 0) continue;
          const window = { start: -3, length: 4 };
          const resolved = resolveAxis({ ...axis, sign, dilation, stride, boundary, window }, extent, taps);
          const places = Array.from({ length: resolved.length }, (_, n) =>
            Array.from({ length: taps }, (_, j) => resolved.stride * n + resolved.offset + resolved.step * j),
          ).flat();
          const { low, high } = reachOf(resolved)!;
          expect([low, high]).toEqual([Math.min(...places), Math.max(...places)]);
          const extension = extensionTable(resolved);
          expect(extension.table).toHaveLength(high - low + 1);
          expect(places.map(place => extension.table[place - low])).toEqual(
            places.map(place => extensions[boundary].index(place, extent)),
          );
        }
  });

  it('is none where nothing is read', () => {
    const nothing: ResolvedAxis = {
      extent: 3,
      taps: 3,
      stride: 1,
      step: 1,
      offset: 0,
      length: 0,
      boundary: 'edge',
    };
    expect(reachOf(nothing)).toBeNull();
    expect(reachOf({ ...nothing, length: 2, taps: 0 })).toBeNull();
    expect(extensionTable(nothing).table).toHaveLength(0);
  });
});

describe('resolve', () => {
  it('resolves each axis by its own record', () => {
    const shared = makeConvention({ sign: -1, window: 'full' });
    expect(resolve(shared, [4, 5], [2, 3]).map(({ offset, length, step }) => [offset, length, step])).toEqual(
      [
        [0, 5, -1],
        [0, 7, -1],
      ],
    );
    const apart = perAxis(shared, [{ window: 'valid' }, { sign: 1 }]);
    expect(resolve(apart, [4, 5], [2, 3]).map(({ offset, length, step }) => [offset, length, step])).toEqual([
      [1, 3, -1],
      [-2, 7, 1],
    ]);
  });
});
