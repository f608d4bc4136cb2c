/**
 * The type of a Vega specification, as far as this package says it: the package's own, so that its declarations need
 * none of Vega's. A `Spec` of the package vega is one, and one can be given where vega wants a `Spec`.
 */

/** What any part of a specification may hold; Vega checks it when it draws. */
// biome-ignore lint/suspicious/noExplicitAny: only so is a part of vega's own types one of these, and the other way round.
type Part = any;

/** A specification of a figure for Vega 6: plain data. https://vega.github.io/vega/docs/specification/ */
export interface VegaSpecification {
  $schema?: string;
  description?: string;
  /** Pixels. */
  width?: Part;
  /** Pixels. */
  height?: Part;
  padding?: Part;
  autosize?: Part;
  background?: Part;
  config?: Part;
  style?: Part;
  encode?: Part;
  signals?: Part[];
  data?: Part[];
  scales?: Part[];
  projections?: Part[];
  axes?: Part[];
  legends?: Part[];
  title?: Part;
  layout?: Part;
  marks?: Part[];
  usermeta?: Part;
}
