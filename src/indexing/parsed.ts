/** What index text is read into. */
import type { ParsedTerm } from './term.ts';
import type { Hole } from './tokens.ts';

/** A bound of a slice. */
export type SliceBound = number | null | Hole;

/** A term of a template: complete, a hole by itself, or a slice with holes for bounds. */
export type TemplateTerm =
  | ParsedTerm
  | (Hole & { readonly kind: 'hole' })
  | {
      readonly kind: 'parts';
      readonly start: SliceBound;
      readonly stop: SliceBound;
      readonly step: SliceBound;
    };

/** What names in the text stand for. */
export type Names = ReadonlyMap<string, ParsedTerm>;

/** An index as it stands in a program. */
export interface WrittenIndex {
  /** The array's name, or x. */
  readonly name: string;
  readonly terms: readonly ParsedTerm[];
  /** The names that were used of those that were given. */
  readonly used: ReadonlySet<string>;
}
