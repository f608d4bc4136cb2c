import { type ArrayLike, explain, type Finding, type NDArray } from 'concordat';

/** The elements as nested arrays, −0 as 0. */
export const toRows = (x: NDArray): unknown =>
  JSON.parse(JSON.stringify(x.toArray(), (_, value) => (value === 0 ? 0 : value)));

/** A finding without its words. */
export const bare = ({ text: _text, fix: _fix, ...fact }: Finding) => fact;

/** What `explain` finds, without words. */
export const facts = (a: ArrayLike, b: ArrayLike, options = {}) => explain(a, b, options).findings.map(bare);
