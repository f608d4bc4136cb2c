/** What copies cost, in elements that go in one piece in the same time. */

/** A stretch of neighbours costs so many elements more than its length. */
const STRETCH = 100;
/** An element that is copied by itself, and one whose place several look-ups tell. */
const SINGLE = 8;
const POINT = 40;

/** The cost of so many elements in stretches of a length; 1: singly. */
export const costOf = (size: number, stretch: number): number =>
  size + (size / stretch) * (stretch === 1 ? SINGLE : STRETCH);

/** The cost of elements that are looked up point by point. */
export const costOfPoints = (size: number): number => size * POINT;
