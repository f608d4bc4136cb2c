import { describe, expect, it } from 'vitest';
import { type NormalNest, normalise } from '../../../src/kernels/passes/index.ts';
import { structuralKey } from '../../../src/kernels/structural-key.ts';
import type { CodeShape } from '../../../src/kernels/wasm/code/code-shape.ts';
import { programOf, supports } from '../../../src/kernels/wasm/index.ts';
import { importsOf, readFiles, resolveImport } from '../../project/source.ts';
import { mulberry32, type Random } from '../../random.ts';
import { namedNests } from '../named-nests.ts';
import { bytesOf, changed, clashes, leavesOf } from './clashes.ts';
import { drawNest } from './nest-draw.ts';

const times = process.env.CONCORDAT_LONG === '1' ? 10 : 1;
const seed = Number(process.env.CONCORDAT_SEED ?? 1);

const shapesOf = (nest: NormalNest, sources: number, inPlace = false): CodeShape[] =>
  programOf(nest, sources, inPlace).steps.map(({ layout }) => layout.shape);

/** The same nest over other memory: wider strides, other starts of tables, longer outer axes, other fills. */
function elsewhere(random: Random, nest: NormalNest): NormalNest {
  const { integer, chance } = random;
  const grown = nest.shape.map((extent, axis) =>
    axis < nest.shape.length - 1 && chance(0.3) ? extent + integer(1, 9) : extent,
  );
  return {
    ...nest,
    shape: nest.inputs.every(({ dimensions }) => dimensions.every(({ table }) => !table))
      ? grown
      : nest.shape,
    inputs: nest.inputs.map(input => ({
      ...input,
      shift: input.shift + integer(0, 9),
      dimensions: input.dimensions.map(dimension => ({
        ...dimension,
        stride: dimension.stride === 1 || chance(0.5) ? dimension.stride : dimension.stride + integer(1, 9),
      })),
    })),
    outputs: nest.outputs.map(output => ({
      ...output,
      strides: output.strides.map(stride => (stride === 1 || chance(0.5) ? stride : stride + integer(1, 9))),
    })),
  };
}

/** Shapes of generated nests, each over two memories. */
function drawShapes(count: number): CodeShape[] {
  const shapes: CodeShape[] = [];
  for (const style of ['any', 'pointwise', 'convolution', 'channels', 'across', 'rows'] as const)
    for (let index = 0; index < count; index++) {
      const random = mulberry32(seed * 1_000_003 + index);
      const { nest } = drawNest(random, style);
      const normal = normalise(nest);
      if (nest.shape.includes(0) || nest.reduction.includes(0) || !supports(normal)) continue;
      const inPlace = normal.outputs.some(({ accumulate }) => accumulate) || random.chance(0.2);
      shapes.push(...shapesOf(normal, nest.inputs.length, inPlace));
      shapes.push(...shapesOf(elsewhere(random, normal), nest.inputs.length, inPlace));
    }
  return shapes;
}

const drawn = drawShapes(60 * times);
const named = Object.values(namedNests).flatMap(nest => shapesOf(normalise(nest), nest.inputs.length));

describe('kernels of one key', () => {
  it('have the same code', () => {
    const keys = new Set(drawn.map(structuralKey));
    // Most pairs differ in numbers alone, which are arguments.
    expect(keys.size).toBeLessThan(0.8 * drawn.length);
    expect(clashes(drawn, structuralKey)).toEqual([]);
  });

  it('have it whatever was compiled before', () => {
    const some = drawn.slice(0, 100);
    expect(clashes([...some, ...some.toReversed()], structuralKey)).toEqual([]);
  });
});

describe('what shapes code', () => {
  it('is plain data, of which a key can be made', () => {
    const kinds = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return void kinds.add(typeof value);
      kinds.add(Object.getPrototypeOf(value));
      for (const part of Object.values(value)) visit(part);
    };
    for (const shape of [...named, ...drawn]) visit(shape);
    const plain = [
      'string',
      'number',
      'boolean',
      'bigint',
      'object',
      'undefined',
      Object.prototype,
      Array.prototype,
    ];
    expect([...kinds].filter(kind => !plain.includes(kind as string))).toEqual([]);
  });

  it('is all that the code generator can see', () => {
    const generator = 'src/kernels/wasm/code/';
    const allowed = [
      /^src\/kernels\/wasm\/(code|encoder|math)\//,
      /^src\/kernels\/(dtype|expression|scalar|structural-key)\.ts$/,
      // These know expressions, and types.
      /^src\/kernels\/passes\/(nodes|mode|unrolled)\.ts$/,
    ];
    const seen = [...readFiles(generator, '.ts')].flatMap(([path, text]) =>
      importsOf(path, text).map(({ from }) => `${path} imports ${resolveImport(path, from ?? '')}`),
    );
    expect(seen.length).toBeGreaterThan(40);
    expect(seen.filter(line => !allowed.some(pattern => pattern.test(line.split(' imports ')[1])))).toEqual(
      [],
    );
  });
});

describe('the check of keys', () => {
  /** Other values that a field may have. */
  const others = (leaf: unknown): unknown[] => {
    if (typeof leaf === 'boolean') return [!leaf];
    if (typeof leaf === 'number') return [leaf + 1, leaf - 1];
    if (leaf === 'extended') return ['unit', 'lanes'];
    if (leaf === 'unit' || leaf === 'splat') return ['lanes'];
    if (leaf === 'outside') return ['inside'];
    if (leaf === 'across') return ['along'];
    if (leaf === 'patched') return ['none'];
    if (leaf === 'float32') return ['float64'];
    if (leaf === 'uint8') return ['int8'];
    if (leaf === 'add') return ['subtract'];
    if (leaf === 'preciseSum' || leaf === 'sum') return ['maximum'];
    return [];
  };

  const bytesIfAny = (shape: CodeShape): string | null => {
    try {
      return bytesOf(shape);
    } catch {
      return null;
    }
  };

  it('finds every field that shapes code when it is left out of the key, and names it', () => {
    const caught = new Set<string>();
    for (const shape of named) {
      const bytes = bytesIfAny(shape);
      for (const path of leavesOf(shape)) {
        const field = path.filter(name => !/^\d+$/.test(name)).join('.');
        if (caught.has(field)) continue;
        const leaf = path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], shape);
        for (const other of others(leaf)) {
          const planted = changed(shape, path, () => other);
          const made = bytesIfAny(planted);
          if (made === null || made === bytes) continue;
          const faulty = (one: CodeShape) => structuralKey(changed(one, path, () => null));
          const [said] = clashes([shape, planted], faulty);
          expect(said).toContain(`${path.join('.')} is ${leaf} and ${other}`);
          expect(clashes([shape, planted], structuralKey)).toEqual([]);
          caught.add(field);
          break;
        }
      }
    }
    for (const field of [
      'mode',
      'vectorAxis',
      'tileAxis',
      'tile',
      'vectors',
      'stretch',
      'turn',
      'outer',
      'looped',
      'unrolled.axis',
      'unrolled.extent',
      'narrow',
      'inPlace',
      'edges',
      'inputs.dtype',
      'inputs.class',
      'inputs.low',
      'inputs.ends.before',
      'inputs.ends.after',
      'inputs.ends.fillBefore',
      'inputs.ends.fillAfter',
      'inputs.dimensions.coefficients',
      'inputs.dimensions.table',
      'inputs.dimensions.bakedStride',
      'inputs.dimensions.phases.pitch',
      'inputs.dimensions.phases.start',
      'outputs.dtype',
      'outputs.neighbours',
      'outputs.accumulate',
      'outputs.value.kind',
      'outputs.value.a.op',
    ])
      expect([...caught], `no pair of shapes shows that ${field} shapes code`).toContain(field);
  });
});
