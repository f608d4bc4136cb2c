/** TensorFlow.js on its wasm backend: SIMD, and in Node one thread. */
import { dirname } from 'node:path';
import { loadPeer, peerPath, peerVersion } from './javascript.ts';
import type { Candidate } from './measure.ts';
import type { Values } from './values.ts';

// biome-ignore lint/suspicious/noExplicitAny: the peer is loaded untyped.
type Tensor = any;

/** Loads it and waits until the backend stands. */
export async function loadTfjs(version: (name: string, version: string) => void): Promise<Tensor> {
  const tf = loadPeer('@tensorflow/tfjs-core');
  const { setWasmPaths } = loadPeer('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(peerPath('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error(`TensorFlow.js took the backend ${tf.getBackend()}`);
  version('TensorFlow.js', peerVersion('@tensorflow/tfjs-core'));
  return tf;
}

/** A call that returns a tensor, as a candidate. The wasm backend computes before it returns; nothing is read back. */
export const tfjsCandidate = (
  who: string,
  // biome-ignore lint/suspicious/noExplicitAny: the peer is loaded untyped.
  tf: any,
  run: () => Tensor,
  arrange: (values: Values) => Values = values => values,
): Candidate => ({
  who,
  side: 'peer',
  note: 'one thread at any setting: in Node its wasm backend has no threads',
  time: calls =>
    Array.from({ length: calls }, () => {
      const start = performance.now();
      const made = tf.tidy(run);
      const taken = performance.now() - start;
      made.dispose();
      return taken;
    }),
  result: () => {
    const made = tf.tidy(run);
    const values = arrange({ shape: made.shape, data: made.dataSync() });
    made.dispose();
    return values;
  },
});
