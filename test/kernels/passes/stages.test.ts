import { expect, it } from 'vitest';
import { normalise } from '../../../src/kernels/passes/index.ts';
import { stagesOf } from '../../../src/kernels/passes/stages.ts';
import { namedNests } from '../named-nests.ts';

const strided = '3×3 convolution at every second pixel of 512×512 float32, zeros outside';
const plan = (name: string, inPlace = false) => {
  const { inputs } = namedNests[name];
  const { stages, temporaries } = stagesOf(normalise(namedNests[name]), inputs.length, inPlace);
  return {
    temporaries,
    stages: stages.map(({ nest, targets, mode }) => ({
      reads: nest.inputs.map(({ source }) => source),
      targets,
      mode,
    })),
  };
};

it('does most nests in one stage', () => {
  expect(plan('cast of 1000×1000 uint8 to float32')).toEqual({
    temporaries: [],
    stages: [{ reads: [0], targets: [{ output: 0 }], mode: undefined }],
  });
});
it('folds parts into a temporary, and the parts in a second stage', () => {
  expect(plan('sum of all of 1024×1024 float32')).toEqual({
    temporaries: [256],
    stages: [
      { reads: [0], targets: [{ temporary: 0, offset: 0 }], mode: undefined },
      { reads: [0, 1], targets: [{ output: 0 }], mode: undefined },
    ],
  });
});
it('copies an input into a temporary, which the fold reads in its place', () => {
  const { temporaries, stages } = plan(strided);
  expect(temporaries).toHaveLength(1);
  expect(stages).toEqual([
    { reads: [0], targets: [{ temporary: 0, offset: 0 }], mode: undefined },
    { reads: [2, 1], targets: [{ output: 0 }], mode: 'across' },
  ]);
});
it('uses no temporary where an output is an input too', () => {
  expect(plan(strided, true)).toMatchObject({ temporaries: [], stages: [{ reads: [0, 1] }] });
});
