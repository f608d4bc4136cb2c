/**
 * Elimination with partial pivoting, written out for small matrices. Rows are exchanged by choosing between them, so
 * that every matrix of a vector takes its own pivots.
 */
import {
  equal,
  less,
  magnitude,
  minus,
  negative,
  number,
  over,
  select,
  type Term,
  times,
  total,
} from './arithmetic.ts';

/** Sizes up to which matrices are written out: of n columns, n³/3 products and n² choices. */
export const MOST_WRITTEN_OUT = 4;

export interface Eliminated {
  /** The rows, upper triangular in the first columns; what stands below the diagonal is not meant to be read. */
  readonly rows: readonly (readonly Term[])[];
  /** 1, or −1 after an odd number of exchanges. */
  readonly sign: Term;
}

/** A pivot to divide by. Where it is zero, so is all that stands below it: there is nothing to take away. */
export const nonZero = (pivot: Term): Term => select(equal(pivot, number(0, pivot)), number(1, pivot), pivot);

/** Brings the first columns of augmented rows to upper triangular form. */
export function eliminate(given: readonly (readonly Term[])[]): Eliminated {
  const rows = given.map(row => [...row]);
  const n = rows.length;
  let sign = number(1, rows[0][0]);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const swap = less(magnitude(rows[k][k]), magnitude(rows[i][k]));
      for (let j = k; j < rows[k].length; j++) {
        const [a, b] = [rows[k][j], rows[i][j]];
        rows[k][j] = select(swap, b, a);
        rows[i][j] = select(swap, a, b);
      }
      sign = select(swap, negative(sign), sign);
    }
    const divisor = nonZero(rows[k][k]);
    for (let i = k + 1; i < n; i++) {
      const factor = over(rows[i][k], divisor);
      for (let j = k + 1; j < rows[k].length; j++) rows[i][j] = minus(rows[i][j], times(factor, rows[k][j]));
    }
  }
  return { rows, sign };
}

/** Solves the triangular system: the columns behind the first n, as an n-row matrix. */
export function substitute(rows: readonly (readonly Term[])[]): Term[][] {
  const n = rows.length;
  const solved: Term[][] = [];
  for (let k = n - 1; k >= 0; k--) {
    const behind = rows[k].slice(n).map((value, column) => {
      const known = solved.map((row, place) => times(rows[k][k + 1 + place], row[column]));
      return over(known.length > 0 ? minus(value, total(known)) : value, rows[k][k]);
    });
    solved.unshift(behind);
  }
  return solved;
}

/** The identity beside a matrix. */
export const withIdentity = (rows: readonly (readonly Term[])[]): Term[][] =>
  rows.map((row, i) => [...row, ...rows.map((_, j) => number(i === j ? 1 : 0, row[0]))]);
