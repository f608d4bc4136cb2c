/** What the worker keeps, seen from the caller's side: who keeps it, under which number, and until when. */
import { ConcordatError } from '../errors.ts';
import type { KeptParcel, OwnOperation } from './messages.ts';

/** What is kept: its number, and its bytes. */
export interface Kept {
  readonly id: number;
  readonly bytes: number;
}

/** The worker that keeps something, as its handles know it. */
export interface Owner {
  /** Has the worker do one of its own operations on something that it keeps; errors name it `name`. */
  ask(own: OwnOperation, given: readonly unknown[], name?: string): Promise<unknown>;
  /** Gives something up; `free` also frees the memory of an array. */
  release(id: number, free: boolean): void;
  /**
   * Has something of so many bytes given up when a handle of it can no longer be reached, where the engine tells.
   *
   * @returns a weight that the handle holds
   */
  watch(handle: object, kept: Kept): object | null;
  unwatch(handle: object, kept: Kept): void;
}

interface Place extends Kept {
  readonly owner: Owner;
  /** Never read: it weighs on the collector as long as the handle is reachable. */
  readonly weight: object | null;
  disposed: boolean;
}

/** By handle. */
const places = new WeakMap<object, Place>();

/** Makes an object the handle of what `owner` keeps. */
export function hold(handle: object, owner: Owner, kept: Kept): void {
  places.set(handle, { ...kept, owner, disposed: false, weight: owner.watch(handle, kept) });
}

/** Whether a value is a handle. */
export const isHeld = (value: object): boolean => places.has(value);

/** The owner of a handle. */
export const ownerOf = (handle: object): Owner => places.get(handle)!.owner;

/** Gives up what a handle stands for; a second time it does nothing. */
export function giveUp(handle: object): void {
  const place = places.get(handle)!;
  if (place.disposed) return;
  place.disposed = true;
  place.owner.unwatch(handle, place);
  place.owner.release(place.id, true);
}

/** What travels for a handle; undefined for any other value. `where` names it for errors. */
export function parcelOf(value: object, owner: Owner, where: string): KeptParcel | undefined {
  const place = places.get(value);
  if (place === undefined) return undefined;
  const refuse = (what: string) => new ConcordatError('value', `${where} ${what}`, { argument: where });
  if (place.owner !== owner) throw refuse('is kept by another worker; give what its fetch() gives');
  if (place.disposed) throw refuse('was disposed of');
  return { concordat: 'kept', id: place.id };
}
