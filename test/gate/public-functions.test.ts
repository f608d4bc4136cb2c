/** Every public function that makes numbers passes the gate, once a call, and what it gives came through there. */
import { describe, expect, it } from 'vitest';
import { onCall, onStep, type Passage } from '../../src/gate/operation.ts';
import { isView, type View } from '../../src/views/view.ts';
import type { Given } from './calls/library.ts';
import { native } from './calls/native.ts';
import { numpy } from './calls/numpy.ts';
import { opencv } from './calls/opencv.ts';
import { scipy } from './calls/scipy.ts';
import { torch } from './calls/torch.ts';

/** What passes while a function is called, as calls and as steps, and what it gives. */
function passagesOf(call: () => Given): { calls: Passage[]; steps: Passage[]; given: Given } {
  const [calls, steps]: [Passage[], Passage[]] = [[], []];
  const stops = [onCall(passage => calls.push(passage)), onStep(passage => steps.push(passage))];
  try {
    return { given: call(), calls, steps };
  } finally {
    for (const stop of stops) stop();
  }
}

const viewsIn = (given: Given): View[] => (isView(given) ? [given] : Object.values(given).filter(isView));

/** Where arrays have their elements: what tells whether one came out of the gate. */
const placesOf = (views: readonly View[]): unknown[] =>
  views.map(({ storage, offset, shape }) => ({ storage, offset, shape }));

const dialects = { numpy, scipy, torch, opencv };
const libraries = Object.entries({ native, ...dialects });

describe.each(libraries)('a call of a function: %s', (_, { names, calls, noOperations }) => {
  it.each(Object.entries(calls))('passes the gate once: %s', (_, call) => {
    const { given, calls } = passagesOf(call);
    expect(calls.map(({ name }) => name)).toHaveLength(1);
    const through = placesOf([...calls[0].results, ...calls[0].inputs]);
    for (const place of placesOf(viewsIn(given))) expect(through).toContainEqual(place);
  });

  it.each(Object.entries(calls))('lies between steps, so that it can be followed: %s', (_, call) => {
    const { calls, steps } = passagesOf(call);
    const [{ inputs, results }] = calls;
    const memoryOf = (views: readonly View[]) => views.map(({ storage }) => storage);
    const goesIn = memoryOf([...steps.flatMap(step => step.inputs), ...results]);
    const comesOut = memoryOf([...steps.flatMap(step => step.results), ...inputs]);
    expect(memoryOf(inputs).filter(storage => !goesIn.includes(storage))).toEqual([]);
    expect(memoryOf(results).filter(storage => !comesOut.includes(storage))).toEqual([]);
  });

  it.each(Object.entries(calls))('goes from step to step by arrays that steps have given: %s', (_, call) => {
    const { calls, steps } = passagesOf(call);
    // Some arguments are themselves what a step has made of what was given.
    const made = new Set<View>(steps.flatMap(({ results }) => results));
    const given = calls[0].inputs.filter(input => !made.has(input));
    const known = new Set<View>(given);
    const memory = new Set(given.map(({ storage }) => storage));
    for (const { name, inputs, results } of steps) {
      const foreign = inputs.filter(input => memory.has(input.storage) && !known.has(input));
      expect(foreign.map(({ shape }) => `${name} is given a view of ${shape}`)).toEqual([]);
      for (const result of results) {
        known.add(result);
        memory.add(result.storage);
      }
    }
  });

  it('is in the table, or known to be none, for everything that is exported', () => {
    expect(names.filter(name => !(name in calls || name in noOperations))).toEqual([]);
    expect(Object.keys(noOperations).filter(name => name in calls || !names.includes(name))).toEqual([]);
  });
});

it('an image is converted once and convolved once', () => {
  const { steps } = passagesOf(() => scipy.calls['scipy.signal.convolve2d']());
  expect(steps.map(({ name }) => name)).toEqual(['convolution']);
});

describe.each(Object.entries(dialects))('a call of a function of %s', (_, { calls }) => {
  it.each(Object.entries(calls))('passes under its full name: %s', (name, call) => {
    expect(passagesOf(call).calls.map(passage => passage.name)).toEqual([name]);
  });
});
