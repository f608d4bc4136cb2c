/** Calls that want a few numbers of large arrays. */
import { allClose, array, full, type NDArray, norm, setThreads } from 'concordat';
import { signal } from 'concordat/scipy';

setThreads(1);
/** 64 MiB, in the library's own memory. */
const large = (value: number) => full([4096, 4096], value, { dtype: 'float32' });
/** Two of them that differ in the last element. */
const unlike = (): [NDArray, NDArray] => {
  const [a, b] = [large(1), large(1)];
  b.set([-1, -1], 2);
  return [a, b];
};
const taps = array([1, 2], { dtype: 'uint8' });
const small = full([16, 16], 1, { dtype: 'float32' });

/** Prepares a call, and runs it once on little so that what it needs for code is there. */
const fold =
  (call: (a: NDArray, b: NDArray) => unknown, make: () => [NDArray, NDArray] = () => [large(1), large(1)]) =>
  () => {
    call(small, small);
    const [a, b] = make();
    return () => call(a, b);
  };

export const calls: Record<string, () => () => unknown> = {
  'allClose, equal': fold((a, b) => allClose(a, b).text),
  'allClose, unlike': fold((a, b) => allClose(a, b).text, unlike),
  'allClose, everything': fold(
    (a, b) => allClose(a, b).text,
    () => [large(1), large(3)],
  ),
  'allClose, equalNaN': fold((a, b) => allClose(a, b, { equalNaN: true, rtol: 0 }).text),
  ...Object.fromEntries(
    [1, 2, 3, 0, Infinity, -Infinity].map(ord => [`norm ${ord}`, fold(a => norm(a, { ord, axis: 0 }).shape)]),
  ),
  'norm, all': fold(a => norm(a)),
  choose_conv_method: fold(a => signal.choose_conv_method(a, taps)),
};
