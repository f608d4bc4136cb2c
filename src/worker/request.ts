/** A call made ready to be sent. */
import { Cargo } from './cargo.ts';
import { isTemplate } from './handle.ts';
import type { CallMessage, Parcel } from './messages.ts';
import { type Owner, parcelOf } from './owner.ts';
import { pack } from './travel.ts';
import { type CallOptions, isWatched, type OnProgress, withoutProgress } from './watched.ts';

/** Which call it is. */
export type CallName = Pick<CallMessage, 'name' | 'own'>;

/** A call that is not numbered yet, what moves along, and who is told of its progress. */
export interface Request {
  readonly message: Omit<CallMessage, 'id'>;
  readonly cargo: Cargo;
  readonly told: readonly OnProgress[];
}

/** A template loses in travelling what makes it one. */
const templateOf = (value: object): Parcel | undefined =>
  isTemplate(value) ? { concordat: 'template', strings: [...value] } : undefined;

/**
 * Packs the arguments of a call.
 *
 * @throws ConcordatError for what cannot travel; nothing has changed then
 */
export function packRequest(
  owner: Owner,
  { name, own }: CallName,
  given: readonly unknown[],
  onProgress: CallOptions['onProgress'],
): Request {
  const cargo = new Cargo();
  const packing = {
    cargo,
    own: (value: object, where: string) => parcelOf(value, owner, where) ?? templateOf(value),
  };
  // What the worker keeps stands first in its own operations, and is no argument that the caller has written.
  const first = own === undefined || own === 'stencil' ? 1 : 0;
  const packed = given.map((value, at) =>
    pack(
      isWatched(value) ? withoutProgress(value) : value,
      at + first === 0 ? name : `${name}: argument ${at + first}`,
      packing,
    ),
  );
  const watched = given.flatMap((value, at) => (isWatched(value) ? [at] : []));
  const told = given.filter(isWatched).map(each => each.onProgress);
  return {
    message: { name, own, given: packed, watched, told: onProgress !== undefined },
    cargo,
    told: onProgress ? [...told, onProgress] : told,
  };
}
