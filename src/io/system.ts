/** What the operating system says about a path, in words. For Node; nothing here is loaded before it is used. */
import { ConcordatError, fault, oneLine, show } from '../errors.ts';
import type { Problem } from './bytes.ts';

/** The path as text. */
export async function pathText(functionName: string, path: string | URL): Promise<string> {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return path;
  if (path instanceof URL && path.protocol === 'file:') return (await import('node:url')).fileURLToPath(path);
  throw fault('value', functionName, `path is ${show(path)}; it must be the path of a file`, {
    argument: 'path',
    value: path,
  });
}

const sentences: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, not a directory',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic links lead in a circle',
  ERR_FS_FILE_TOO_LARGE: 'files up to 2 GiB can be read',
};

export const errorCode = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** What only writing meets: some file systems say so of a directory in which nobody may make files. */
const whenWritten: Readonly<Record<string, string>> = {
  ENOENT: 'no file can be made in its directory; name another one',
};

/** Turns what the file system threw into one of our errors. */
export function systemProblem(problem: Problem, action: 'read' | 'written', error: unknown): ConcordatError {
  if (error instanceof ConcordatError) return error;
  const code = errorCode(error);
  const known = (action === 'written' ? whenWritten[code] : undefined) ?? sentences[code];
  const message = error instanceof Error ? error.message : String(error);
  // The call and the path at the end of Node's message may be those of a temporary file.
  return problem(`cannot be ${action}: ${known ?? oneLine(message.replace(/, \w+( '.*)?$/s, ''))}`, error);
}
