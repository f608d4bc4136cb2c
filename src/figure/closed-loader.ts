/**
 * How Vega may reach what a specification names: not at all, but for data URLs, which hold what they name. A figure is
 * drawn of a stranger's text as well, and neither files nor addresses are that text's to read.
 */
import type { Loader } from 'vega';
import { ConcordatError, show } from '../errors.ts';

/** A loader for one figure, which reads nothing. */
export interface ClosedLoader {
  readonly loader: Loader;
  /** What Vega asked for that is not in the specification; Vega itself would go on without it. */
  readonly refused: () => ConcordatError | undefined;
}

/** Makes a loader of `plain`, one of Vega's, that takes only data URLs. */
export function closedLoader(plain: Loader, functionName: string): ClosedLoader {
  let refused: ConcordatError | undefined;
  const sanitize = async (uri: unknown, options: { context?: string } = {}) => {
    const address = String(uri);
    // Links are written, not followed; a data URL holds what it names.
    if (options.context !== 'href' && !/^data:/i.test(address)) {
      refused ??= new ConcordatError(
        'value',
        `${functionName}: the specification names ${show(address)}; a figure reads no file and no address, so put the data into the specification, pictures as data URLs`,
        { function: functionName, argument: 'specification', url: address },
      );
      throw refused;
    }
    return { href: address };
  };
  return { loader: { ...plain, sanitize } as Loader, refused: () => refused };
}
