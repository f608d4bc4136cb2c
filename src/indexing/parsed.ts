/** What index text is read into. */
import type { IndexTerm } from './term.ts';
import type { Hole } from './tokens.ts';

/** A bound of a slice. */
export type Part = number | null | Hole;

/** A term of a template: complete, a hole by itself, or a slice with holes for bounds. */
export type TemplateTerm =
  | IndexTerm
  | (Hole & { readonly kind: 'hole' })
  | { readonly kind: 'parts'; readonly start: Part; readonly stop: Part; readonly step: Part };

/** What names in the text stand for. */
export type Names = ReadonlyMap<string, IndexTerm>;

/** An index as it stands in a program. */
export interface WrittenIndex {
  /** The array's name, or x. */
  readonly name: string;
  readonly terms: readonly IndexTerm[];
  /** The names that were used of those that were given. */
  readonly used: ReadonlySet<string>;
}
