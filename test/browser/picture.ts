/** A picture that a page and Node write as the same JPEG. */
export const picture = {
  data: Uint8Array.from({ length: 9 * 17 * 3 }, (_, k) => (k * 37) % 256),
  shape: [9, 17, 3],
};
