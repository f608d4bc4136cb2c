/** What stands in a map under a key, made when it is not there; the oldest of `most` entries goes. */
export function takeOrMake<Key, T>(map: Map<Key, T>, key: Key, most: number, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  // A program that needs more than `most` makes them anew each time anyway.
  if (map.size >= most) map.delete(map.keys().next().value!);
  map.set(key, made);
  return made;
}
