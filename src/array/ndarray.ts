/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The array: a strided view of a storage. Element (i, j, …) stands at offset + i·strides[0] + j·strides[1] + …, in
 * elements; a stride may be zero (broadcast) or negative (flip). Operations do not change their inputs. What changes an
 * array says so by its name or an argument: its method `set`, `scatterAdd`, and the option `out`; views share the change.
 */

import type { ArrayLike } from '../convert/convert.ts';
import { type ArrayJSON, jsonElements } from '../convert/json.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { rowMajorStrides, sizeOf } from '../extents.ts';
import { pass } from '../gate/operation.ts';
import { reading } from '../gate/reading.ts';
import type { Operation, Results } from '../gate/record.ts';
import { readTerms, writeTerms } from '../indexed/given.ts';
import type { IndexHole, IndexTerm } from '../indexed/index-terms.ts';
import { atOperation, setOperation } from '../indexed/operations.ts';
import { draftIndex } from '../indexing/index.ts';
import type { DType, ElementOf, TypedArrayOf } from '../kernels/dtype.ts';
import { type FormatOptions, format } from '../print/print.ts';
import type { Storage } from '../runtime/storage.ts';
import { areExtents, checkStorage } from '../views/check-storage.ts';
import { elementAt, elementsOf, onlyElement } from '../views/elements.ts';
import { type NestedElements, nestedElements } from '../views/nested-elements.ts';
import type { OutOptions } from '../views/out.ts';
import { isContiguous, memoryOf, type View } from '../views/view.ts';
import { numberOf } from './number.ts';

/** The key of the method that `using` calls; engines without `using` do not have it. */
const disposeKey: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** An n-dimensional array of elements of one type. Make one with `array`, `zeros`, `arange`, … */
export class NDArray<D extends DType = DType> implements View<D> {
  /** The element type, as NumPy spells it. */
  readonly dtype: D;
  /** The extents of the axes, the outermost first. */
  readonly shape: readonly number[];
  /** Steps between neighbours along each axis, in elements. */
  readonly strides: readonly number[];
  /** Place of the first element, in elements. */
  readonly offset: number;
  /** The memory that this array and its views share. */
  readonly storage: Storage<D>;

  /**
   * @throws ConcordatError when the storage is not memory of that type, or is too short for the shape. Most arrays are
   *   made by `array`, `zeros`, …, which check what people give them.
   */
  constructor(
    dtype: D,
    storage: Storage<D> | { readonly data: TypedArrayOf<D> },
    shape: readonly number[],
    strides: readonly number[] = areExtents(shape) ? rowMajorStrides(shape) : [],
    offset = 0,
  ) {
    this.storage = checkStorage(dtype, storage, shape, strides, offset);
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** The number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * The live memory that this array views, in storage order: a view shares it with its source, and `offset` and
   * `strides` say where its elements are. For the elements in order, use `toTypedArray`. A large array lives in the
   * heap, where memory is used again; asking for its live memory moves it out, once, at the cost of a copy.
   */
  get data(): TypedArrayOf<D> {
    reading('data', this);
    return this.storage.data;
  }

  /** Whether the elements stand in row-major order without gaps. */
  get isContiguous(): boolean {
    return isContiguous(this);
  }

  /**
   * The elements that an index names, by NumPy's rules: integers, slices (`':'`, `'1:5'`, `'::-1'`), `'...'`, null or
   * `'None'` for a new axis, lists and arrays of whole numbers, and masks of booleans. Basic indexing (integers, slices,
   * `'...'`, null) gives a view, index arrays and masks a copy. Integers alone give an array without axes, whose number
   * is `item()`. Index arrays broadcast together; their axes stand where the index arrays stood, or in front where
   * something lies between them; an integer beside an index array counts as one.
   *
   * With `{ out }` after the terms, the elements are written into an array of that shape and type, which may be a view
   * of a larger one, in one pass: `x.at(':', ids, { out: y.at(':', ':2') })` is y[:, :2] = x[:, ids].
   *
   * Written as terms or as a template, which says the same as between Python's brackets; `set` and `scatterAdd` write
   * where `at` reads. Source: numpy 1.24; where an index is out of bounds but the result empty, newer NumPy.
   *
   * @throws ConcordatError, in NumPy's words, for an index that does not fit the shape, or that is no index, such as an
   *   array of floats
   * @example
   * import { arange, reshape } from 'concordat';
   * const x = reshape(arange(12), [3, 4]);
   * x.at(-1, '1:3').toArray(); // => [9, 10]
   * x.at(':', [0, 3]).toArray(); // => [[0, 3], [4, 7], [8, 11]]
   * const n = 2;
   * x.at`${n}, ::-1`.toArray(); // => [11, 10, 9, 8]
   * x.at(1, 2).item(); // => 6
   */
  at(strings: TemplateStringsArray, ...holes: IndexHole[]): NDArray<D>;
  at(...terms: IndexTerm[]): NDArray<D>;
  at(...given: [...terms: IndexTerm[], options: OutOptions]): NDArray<D>;
  at(...given: unknown[]): NDArray<D> {
    const { terms, out } = readTerms(given);
    const draft = draftIndex('at', this.shape, terms, 'numpy');
    return apply(atOperation, [this], { caller: 'at', draft, out }) as NDArray<D>;
  }

  /**
   * Writes a value where an index says, in place: `x.set([0, ':'], value)`, or as a template, which gives the function
   * that takes the value. The value broadcasts to the shape of `x.at(…)` and is cast to the element type as `astype`
   * does; it may share memory with the array. Where the index names a place several times, the last value wins. All that
   * views this memory sees the change.
   *
   * @param index the terms in a list, or one term that is not a list
   * @returns the array itself
   * @throws ConcordatError, in NumPy's words, for an index that does not fit the shape, or a value that does not
   *   broadcast to what the index names; then nothing is written
   * @example
   * import { zeros } from 'concordat';
   * const x = zeros([2, 3]);
   * x.set([':', 0], [1, 2]).toArray(); // => [[1, 0, 0], [2, 0, 0]]
   * const ids = [1, 2];
   * x.set`0, ${ids}`(7).toArray(); // => [[1, 7, 7], [2, 0, 0]]
   */
  set(strings: TemplateStringsArray, ...holes: IndexHole[]): (value: ArrayLike) => this;
  set(index: readonly IndexTerm[] | Exclude<IndexTerm, readonly unknown[]>, value: ArrayLike): this;
  set(...given: unknown[]): this | ((value: ArrayLike) => this) {
    return writeTerms(given, (terms, value) => {
      const draft = draftIndex('set', this.shape, terms, 'numpy');
      apply(setOperation, [this, value], { caller: 'set', draft });
      return this;
    });
  }

  /** A copy of the elements in row-major order; complex ones as re, im pairs. */
  toTypedArray(): TypedArrayOf<D> {
    reading('toTypedArray', this);
    return elementsOf(this);
  }

  /**
   * The elements as nested JavaScript arrays; a 0-d array gives its one element. The depth is not part of the type:
   * say it where it is known, `x.toArray<number[][]>()`.
   */
  toArray<Nested = NestedElements<D>>(): Nested {
    reading('toArray', this);
    return nestedElements(this, 'toArray') as Nested;
  }

  /**
   * The only element of an array of size 1. Throws for other sizes. Where the element type is not known to the
   * compiler, say what it is: `sum(x).item<number>()`.
   */
  item<Element = ElementOf<D>>(): Element {
    reading('item', this);
    return onlyElement(this) as Element;
  }

  /**
   * Gives the memory back at once: of this array and of every view that shares it. Nobody has to: what is no longer
   * reachable goes back by itself. A second call does nothing; any other use of the array is an error from then on.
   *
   * @example
   * import { zeros } from 'concordat';
   * const x = zeros([1000, 1000]);
   * x.dispose();
   */
  dispose(): void {
    this.storage.dispose();
  }

  /** What `using x = …` calls at the end of the block: `dispose`. */
  [disposeKey](): void {
    this.storage.dispose();
  }

  /**
   * What `for (const row of x)` goes through: the elements along the first axis, as views; of an array of one axis, its
   * elements. An array without axes has none to go through.
   *
   * @example
   * import { array } from 'concordat';
   * const x = array([[1, 2], [3, 4]]);
   * Array.from(x, row => String(row)); // => ['[1. 2.]', '[3. 4.]']
   * [...array([1, 5, 3])]; // => [1, 5, 3]
   */
  *[Symbol.iterator](): Generator<NDArray<D> | ElementOf<D>, void, undefined> {
    const { dtype, storage, offset } = this;
    const [extent, ...shape] = this.shape;
    const [step, ...strides] = this.strides;
    if (this.ndim === 0)
      throw new ConcordatError('shape', 'NDArray: iteration over a 0-d array; item() gives its element', {
        function: 'NDArray',
        shape: this.shape,
      });
    for (let place = 0; place < extent; place++) {
      const first = offset + place * step;
      yield shape.length === 0
        ? (elementAt(memoryOf(this), first, dtype) as ElementOf<D>)
        : new NDArray(dtype, storage, shape, strides, first);
    }
  }

  /**
   * What `JSON.stringify` writes: element type, shape and elements, of which `array` makes the same array again. 64-bit
   * integers, NaN, infinities and −0 are text, complex numbers pairs `[re, im]`.
   *
   * @example
   * import { array } from 'concordat';
   * JSON.stringify(array([[1, NaN]])); // => '{"dtype":"float64","shape":[1,2],"data":[1,"NaN"]}'
   * array(JSON.parse(JSON.stringify(array([1n, 2n])))).toArray(); // => [1n, 2n]
   */
  toJSON(): ArrayJSON<D> {
    const { dtype, shape } = this;
    return { dtype, shape: [...shape], data: jsonElements(this.toTypedArray(), dtype) };
  }

  /**
   * The number of an array of one element, so that `mean(x) + 1` is a number.
   *
   * @throws ConcordatError for any other array, a complex number, and a 64-bit integer that no number holds exactly
   */
  valueOf(): number {
    reading('valueOf', this);
    return numberOf(this);
  }

  /** What JavaScript's operators take: the number of an array of one element; in texts, what is printed. */
  [Symbol.toPrimitive](hint: string): number | string {
    if (hint === 'string') return this.toString();
    reading('valueOf', this);
    return numberOf(this);
  }

  /** The text that NumPy's `str` gives. */
  toString(): string {
    return textOf(this);
  }

  /** What Node's console shows: the text that NumPy's `repr` gives, with shape and type. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { dtype, shape, storage } = this;
    const gone = storage.disposed ? 'disposed of' : storage.detached ? 'moved elsewhere' : undefined;
    const options = { separator: ', ', prefix: 'array(', suffix: ',' };
    return `array(${gone ?? textOf(this, options)}, dtype=${dtype}, shape=${showShape(shape)})`;
  }
}

const textOf = (x: View, options: FormatOptions = {}): string =>
  format(memoryOf(x), x.shape, x.dtype, { ...options, strides: x.strides, offset: x.offset });

/** An array over what a view views; the array itself where it is one. */
export const arrayOf = <D extends DType>(x: View<D>): NDArray<D> =>
  x instanceof NDArray ? x : new NDArray(x.dtype, x.storage, x.shape, x.strides, x.offset);

/** What an operation gives, as arrays. */
export type Arrays<Result extends Results> =
  Result extends View<infer D> ? NDArray<D> : Result extends readonly View<infer D>[] ? NDArray<D>[] : never;

/** Passes the gate with an operation, and wraps what comes out. */
export function apply<Options, Result extends Results>(
  operation: Operation<Options, Result>,
  inputs: readonly View[],
  options: Options,
): Arrays<Result> {
  return pass(operation, inputs, options, arrayOf) as unknown as Arrays<Result>;
}

/** Makes a function of an operation. */
export function defineOperation<Options, Result extends Results = View>(
  operation: Operation<Options, Result>,
): (inputs: readonly View[], options: Options) => Arrays<Result> {
  return (inputs, options) => apply(operation, inputs, options);
}
