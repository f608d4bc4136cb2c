/**
 * What is worked out of a nest before it runs, whatever its memory: its normal form, whether it can be compiled, its programs.
 * It is kept for as long as the nest lives, so that a caller who runs a nest again pays for the run alone.
 */
import { sizeOf } from '../extents.ts';
import type { Nest } from '../kernels/nest.ts';
import { type NormalNest, normalise } from '../kernels/passes/index.ts';
import { type Program, programOf, roundsAlike, supports, weightOf } from '../kernels/wasm/index.ts';
import { copyKeyOf, readsNoTable, tablesOf } from './copies.ts';
import { hasFusedMultiplyAdd } from './features.ts';
import { takeOrMake } from './take-or-make.ts';

/** What is worked out of a nest. Copies that are alike share it. */
export interface Prepared {
  readonly normal: NormalNest;
  /** Whether it can be compiled; false also once the engine refused its code. */
  supported: boolean;
  /** Whether it is so small that it is interpreted sooner than code is compiled, which gives the same bits. */
  readonly small: boolean;
  /** The key of a copy that others may be like; null for all else. */
  readonly copyKey: string | null;
  /** Its programs, once they were needed: for outputs apart from the inputs, and for others. */
  apart?: Program;
  inPlace?: Program;
}

/** A nest as it was prepared. */
export interface PreparedNest {
  readonly prepared: Prepared;
  /** Where that was worked out for a copy like it: the tables of this nest by those. */
  readonly tables: ReadonlyMap<Int32Array, Int32Array> | null;
}

const preparedNests = new WeakMap<Nest, PreparedNest>();
/** Copies by their key, each with the tables of the first one. */
const copies = new Map<string, { readonly prepared: Prepared; readonly tables: readonly Int32Array[] }>();
const MOST_COPIES = 256;
/** Points, times taps and the weight of expressions, up to which a nest is small: compiling takes one or two milliseconds. */
const SMALL = 1024;

export function preparedOf(nest: Nest): PreparedNest {
  const found = preparedNests.get(nest);
  if (found) return found;
  const copyKey = copyKeyOf(nest);
  const like = copyKey === null ? undefined : copies.get(copyKey);
  const made = like
    ? { prepared: like.prepared, tables: pairs(like.tables, tablesOf(nest)) }
    : { prepared: prepare(nest, copyKey), tables: null };
  preparedNests.set(nest, made);
  return made;
}

const pairs = (from: readonly Int32Array[], to: readonly Int32Array[]) =>
  new Map(from.map((table, k) => [table, to[k]]));

/** Prepares a nest by itself. */
export function prepare(nest: Nest, copyKey: string | null = null): Prepared {
  const normal = normalise(nest);
  const size = sizeOf([...nest.shape, ...nest.reduction]);
  const small = size * weightOf(normal) <= SMALL && roundsAlike(normal, hasFusedMultiplyAdd());
  return { normal, supported: supports(normal), small, copyKey };
}

/** The program of a nest, worked out when it is first needed. */
export function programFor(nest: Nest, prepared: Prepared, inPlace: boolean): Program {
  const kind = inPlace ? 'inPlace' : 'apart';
  const found = prepared[kind];
  if (found) return found;
  const program = programOf(prepared.normal, nest.inputs.length, inPlace);
  prepared[kind] = program;
  if (prepared.copyKey !== null && !inPlace && readsNoTable(program))
    takeOrMake(copies, prepared.copyKey, MOST_COPIES, () => ({ prepared, tables: tablesOf(nest) }));
  return program;
}
