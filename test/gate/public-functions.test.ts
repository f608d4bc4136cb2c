/** Every public function that makes numbers passes the gate, once a call, and what it gives came through there. */
import { describe, expect, it } from 'vitest';
import { onCall, type Passage } from '../../src/gate/operation.ts';
import * as concordat from '../../src/index.ts';
import { isView } from '../../src/views/view.ts';
import { type Given, nativeCalls, noOperations } from './calls.ts';

/** What passes while a function is called, and what it gives. */
function passagesOf(call: () => Given): { passages: Passage[]; given: Given } {
  const passages: Passage[] = [];
  const stop = onCall(passage => passages.push(passage));
  try {
    return { given: call(), passages };
  } finally {
    stop();
  }
}

const arraysIn = (given: Given): unknown[] =>
  isView(given) ? [given] : Object.values(given).filter(value => isView(value));

/** Where arrays have their elements: what tells whether one came out of the gate. */
const placesOf = (views: readonly unknown[]): unknown[] =>
  views.filter(isView).map(({ storage, offset, shape }) => ({ storage, offset, shape }));

describe('a call of a public function', () => {
  it.each(Object.entries(nativeCalls))('passes the gate once: %s', (_, call) => {
    const { given, passages } = passagesOf(call);
    expect(passages.map(({ name }) => name)).toHaveLength(1);
    const through = [...passages[0].results, ...passages[0].inputs];
    for (const place of placesOf(arraysIn(given))) expect(placesOf(through)).toContainEqual(place);
  });

  it('is in the table, for every function that there is', () => {
    const functions = Object.entries(concordat).filter(([, value]) => typeof value === 'function');
    const missing = functions
      .map(([name]) => name)
      .filter(name => !(name in nativeCalls || name in noOperations));
    expect(missing).toEqual([]);
  });
});
