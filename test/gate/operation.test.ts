import { describe, expect, it } from 'vitest';
import { onCall, onStep, type Passage, pass, perform } from '../../src/gate/operation.ts';
import { arange, concatenate, type NDArray, zeros } from '../../src/index.ts';

/** The names of what a listener hears while `run` runs. */
function heard(listen: (listener: (passage: Passage) => void) => () => void, run: () => void): string[] {
  const names: string[] = [];
  const stop = listen(({ name }) => names.push(name));
  try {
    run();
  } finally {
    stop();
  }
  return names;
}

describe('the gate', () => {
  const primitive = { name: 'twice', run: () => concatenate([arange(2), arange(2)]) };

  it('tells of a call once, whatever operations it runs', () => {
    expect(heard(onCall, () => pass(primitive, [], {}))).toEqual(['twice']);
    expect(heard(onStep, () => pass(primitive, [], {}))).toEqual(['twice']);
  });

  it('tells of the steps of what is made of others, but not of what those are made of', () => {
    const both = () => perform('both', () => [pass(primitive, [], {}), zeros(1)], Object);
    expect(heard(onCall, both)).toEqual(['both']);
    expect(heard(onStep, both)).toEqual(['twice', 'zeros']);
  });

  it('says what went in and what came out', () => {
    const x = arange(3);
    let passage: Passage | undefined;
    const stop = onCall(one => {
      passage = one;
    });
    const y = pass({ name: 'same', run: ([view]) => view }, [x], { why: 'a test' });
    stop();
    expect(passage).toEqual({ name: 'same', inputs: [x], options: { why: 'a test' }, results: [y] });
  });

  it('is the same after an operation that failed', () => {
    const failing = {
      name: 'failing',
      run: (): NDArray => {
        throw new Error('no');
      },
    };
    expect(heard(onCall, () => expect(() => pass(failing, [], {})).toThrow('no'))).toEqual([]);
    expect(heard(onCall, () => pass(primitive, [], {}))).toEqual(['twice']);
  });
});
