/** The runners, in the order in which they are asked whether they take a nest. The last one takes any. */
import { interpret } from '../kernels/interpret.ts';
import { wasmRunner } from './compiled.ts';
import type { NestRunner } from './runner.ts';

/** The definition that the others are held to. */
const interpreter: NestRunner = {
  name: 'interpret',
  unavailable: () => null,
  supports: () => true,
  run: (nest, inputs, outputs, parameters) => {
    interpret(nest, inputs, outputs, parameters);
    return true;
  },
};

export const runners: readonly NestRunner[] = [wasmRunner, interpreter];
