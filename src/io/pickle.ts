/** Recognises what only Python can read: files of torch.save, and other pickles. They are programs, and are never run. */
import { latin1, startsWith } from './bytes.ts';
import { entrySignature } from './zip.ts';

/** The number that files of torch.save began with before torch 1.6, as a pickle writes it. */
const torchMark = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
/** Where the header of a ZIP entry has the length of its name, and the name. */
const [NAME_LENGTH, NAME] = [26, 30];

const torchAdvice =
  "is a file of torch.save; in Python, numpy.save('x.npy', tensor.detach().cpu().numpy()) writes the tensor that torch.load gives as npy";

/** Why bytes cannot be read, where they are a pickle, and what to do; undefined where they are something else. */
export function pickleReason(bytes: Uint8Array): string | undefined {
  // The first entry of a file of torch.save or torch.jit.save is `NAME/data.pkl`.
  if (startsWith(bytes, entrySignature)) {
    const length = bytes[NAME_LENGTH] + 256 * bytes[NAME_LENGTH + 1];
    const first = latin1(bytes.subarray(NAME, NAME + length));
    return /(^|\/)(data|constants)\.pkl$/.test(first) ? torchAdvice : undefined;
  }
  const isPickle = bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
  if (!isPickle) return undefined;
  if (startsWith(bytes.subarray(2), torchMark)) return torchAdvice;
  if (bytes.at(-1) !== 0x2e) return undefined;
  return "is a Python pickle; in Python, numpy.save('x.npy', numpy.asarray(data)) writes what it holds as npy";
}
