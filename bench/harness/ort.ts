/** onnxruntime-web: wasm with SIMD, on as many threads as asked for. */
import { loadPeer, peerVersion } from './javascript.ts';
import type { Candidate } from './measure.ts';
import { encodeModel, type Initializer, type Node } from './onnx.ts';
import type { Values } from './values.ts';

/** Loads it. The thread count holds for the whole process, from the first session on. */
export function loadOrt(
  threads: number,
  version: (name: string, version: string) => void,
  // biome-ignore lint/suspicious/noExplicitAny: the peer is loaded untyped.
): any {
  const ort = loadPeer('onnxruntime-web');
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  version('onnxruntime-web', peerVersion('onnxruntime-web'));
  return ort;
}

/** A graph with one output as a candidate. Inputs are copied into its memory by every run, as its interface has it. */
export async function ortCandidate(
  who: string,
  // biome-ignore lint/suspicious/noExplicitAny: the peer is loaded untyped.
  ort: any,
  graph: {
    readonly nodes: readonly Node[];
    readonly initializers: readonly Initializer[];
    readonly inputs: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>;
    readonly output: { readonly name: string; readonly shape: readonly number[] };
  },
): Promise<Candidate> {
  const inputs = Object.entries(graph.inputs);
  const ports = inputs.map(([name, { shape }]) => ({ name, shape }));
  const model = encodeModel(graph.nodes, graph.initializers, ports, [graph.output]);
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const feeds = Object.fromEntries(
    inputs.map(([name, { shape, data }]) => [name, new ort.Tensor('float32', data, shape)]),
  );
  const run = async () => (await session.run(feeds))[graph.output.name];
  return {
    who,
    side: 'peer',
    time: async calls => {
      const taken: number[] = [];
      for (let call = 0; call < calls; call++) {
        const start = performance.now();
        const made = await run();
        taken.push(performance.now() - start);
        made.dispose();
      }
      return taken;
    },
    result: async (): Promise<Values> => {
      const made = await run();
      return { shape: [...made.dims], data: made.data };
    },
  };
}
