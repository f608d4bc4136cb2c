/** Start: whole processes that load a library and convolve one image of 512×512, from nothing to the result. */
import { spawnSync } from 'node:child_process';
import { type Candidate, measure } from './harness/measure.ts';
import { root } from './harness/places.ts';
import { pythonCommand, threadEnvironment, withPython } from './harness/python.ts';
import type { Values } from './harness/values.ts';
import { aimFaster, type Workload } from './harness/workload.ts';

const OURS = 'concordat convolve';
const SIGNAL = 'scipy.signal.convolve2d';
const CASE = 'first 512×512 convolution';

/** The result is printed as three numbers: the sum, and two elements. Everything in it is exact in float32. */
const ourProgram = `
import('concordat').then(({ convolve }) => {
  const data = new Float32Array(512 * 512);
  for (let i = 0; i < data.length; i++) data[i] = i % 251;
  const kernel = { data: new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9]), shape: [3, 3] };
  const y = convolve({ data, shape: [512, 512] }, kernel, { boundary: 'periodic' }).toTypedArray();
  console.log(JSON.stringify([y[0], y[512 * 200 + 100], y[512 * 512 - 1]]));
});`;

const pythonProgram = (imports: string, call: string): string => `
import numpy as np
${imports}
x = (np.arange(512 * 512) % 251).astype(np.float32).reshape(512, 512)
k = np.arange(1, 10, dtype=np.float32).reshape(3, 3)
y = ${call}
print([float(y[0, 0]), float(y.flat[512 * 200 + 100]), float(y[-1, -1])])`;

export const workload: Workload = {
  name: 'start',
  title: 'a whole process: load the library, convolve one float32 image of 512×512 with 3×3, periodic',
  ours: OURS,
  javascriptPeers: false,
  notes: ['Programs are given on the command line; the image is made by the program.'],
  aims: lines => [1, 2].map(threads => aimFaster(lines, CASE, OURS, SIGNAL, threads, 3)),
  run: context =>
    // Only for the versions: the processes that are measured end at once.
    withPython('small', context, async python => {
      await python.setup({ size: 64, calls: 1 });
      const environment = {
        ...process.env,
        ...threadEnvironment(context.threads),
        CONCORDAT_THREADS: String(context.threads),
      };
      const once = (command: string, given: readonly string[]): [number, string] => {
        const start = performance.now();
        const { status, stdout, stderr } = spawnSync(command, given, {
          cwd: root,
          env: environment,
          encoding: 'utf8',
        });
        const taken = performance.now() - start;
        if (status !== 0)
          throw new Error(`${command} ended with ${status}: ${stderr?.trim().split('\n').pop()}`);
        return [taken, stdout];
      };
      const candidate = (
        who: string,
        side: Candidate['side'],
        command: string,
        given: readonly string[],
      ) => ({
        who,
        side,
        time: (calls: number) => Array.from({ length: calls }, () => once(command, given)[0]),
        ...(side === 'machine'
          ? {}
          : {
              result: (): Values => {
                const data: number[] = JSON.parse(once(command, given)[1]);
                return { shape: [data.length], data };
              },
            }),
      });
      const ofPython = (who: string, imports: string, call: string) =>
        candidate(who, 'peer', pythonCommand, ['-c', pythonProgram(imports, call)]);
      const wrapped = 'cv2.copyMakeBorder(x, 1, 1, 1, 1, cv2.BORDER_WRAP)';
      const candidates = [
        candidate(OURS, 'ours', process.execPath, ['-e', ourProgram]),
        ofPython(
          SIGNAL,
          'import scipy.signal',
          "scipy.signal.convolve2d(x, k, mode='same', boundary='wrap')",
        ),
        ofPython(
          'scipy.ndimage.convolve',
          'import scipy.ndimage',
          "scipy.ndimage.convolve(x, k, mode='wrap')",
        ),
        ofPython('cv2.filter2D', 'import cv2', `cv2.filter2D(${wrapped}, -1, k[::-1, ::-1])[1:-1, 1:-1]`),
        candidate('node alone', 'machine', process.execPath, ['-e', '0']),
        candidate('python3 alone', 'machine', pythonCommand, ['-c', '0']),
      ];
      return measure({ case: CASE, tolerance: 0, reference: SIGNAL, candidates }, context);
    }),
};
