/** The arguments that may follow the required ones of a function, as a type: what Python's calls look like here. */

type Prefixes<T extends readonly unknown[]> = T extends readonly []
  ? []
  : T extends readonly [...infer Head, unknown]
    ? [...T] | Prefixes<Head>
    : [];
type WithKeywords<T, Keywords> = T extends unknown[] ? [...given: T, keywords?: Keywords] : never;

/**
 * The first few of `Positional` in their order, then keywords.
 * `Rest<[stride: number, padding: number], {padding?: number}>` takes `()`, `(2)`, `(2, 1)`, `({padding: 1})`,
 * `(2, {padding: 1})`.
 */
export type Rest<Positional extends readonly unknown[], Keywords> = WithKeywords<
  Prefixes<Positional>,
  Keywords
>;
