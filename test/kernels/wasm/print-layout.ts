/** Programs and layouts as text that a person can read. */
import { type Expression, operandsOf } from '../../../src/kernels/expression.ts';
import type { InputShape, OutputShape } from '../../../src/kernels/wasm/code/code-shape.ts';
import type { Layout } from '../../../src/kernels/wasm/layout/layout.ts';
import type { Program, ProgramStep } from '../../../src/kernels/wasm/program.ts';

/** The steps of a program, one paragraph each. */
export function printProgram({ sources, temporaries, steps }: Program): string {
  const memory = temporaries.map((bytes, k) => `  temporary ${k}: ${bytes} bytes`);
  return [...memory, ...steps.flatMap((step, k) => printStep(step, k, sources))].join('\n');
}

function printStep({ layout, targets, fillRows }: ProgramStep, k: number, sources: number): string[] {
  const { nest, shape } = layout;
  const name = (source: number) => (source < sources ? `input ${source}` : `temporary ${source - sources}`);
  const inputs = nest.inputs.map(({ source }, index) => {
    const fill = fillRows[index] > 0 ? `; a row of ${fillRows[index]} fill values` : '';
    return `    load ${index} of ${name(source)}: ${printInput(shape.inputs[index])}${fill}`;
  });
  const outputs = shape.outputs.map((output, index) => {
    const target = targets[index];
    const where =
      'output' in target ? `output ${target.output}` : `temporary ${target.temporary} + ${target.offset}`;
    return `    ${where}: ${printOutput(output)}`;
  });
  return [`  step ${k + 1}`, ...printWalk(layout), ...inputs, ...outputs];
}

function printWalk({ nest, shape, units }: Layout): string[] {
  const {
    mode,
    vectorAxis,
    vectors,
    tileAxis,
    tile,
    stretch,
    turn,
    looped,
    unrolled,
    outer,
    edges,
    narrow,
    inPlace,
  } = shape;
  const taps = nest.reduction.length > 0 ? `, folding ${nest.reduction.join('×')}` : '';
  const tiled = tileAxis < 0 ? '' : `, ${tile} rows together along axis ${tileAxis}`;
  const written = unrolled.length > 0 ? `; written out: ${unrolled.map(({ axis }) => axis).join(', ')}` : '';
  const turns = turn === 0 ? '' : `, ${turn} of axis ${looped[0]} at a time`;
  const loops = looped.length > 0 ? `; loops inside: ${looped.join(', ')}${turns}` : '';
  const counted = [...outer, ...(tileAxis < 0 ? [] : [tileAxis])];
  const axes = counted.length === 0 ? 'the only row' : `axes ${counted.join(', ')}`;
  const places = stretch === 0 ? `over ${axes}` : `stretches of ${stretch} points over ${axes}`;
  const notes = [narrow ? 'point by point' : '', inPlace ? 'in place' : ''].filter(note => note !== '');
  return [
    `    points ${nest.shape.join('×')}${taps}`,
    `    ${mode} axis ${vectorAxis}, ${vectors} vector${vectors === 1 ? '' : 's'} a step${tiled}${written}${loops}`,
    `    ${units} unit${units === 1 ? '' : 's'} of work: ${places}`,
    `    edges ${edges}${notes.length > 0 ? `; ${notes.join(', ')}` : ''}`,
  ];
}

function printInput({ dtype, class: how, moving, low, high, ends, dimensions }: InputShape): string {
  const reach = how === 'unit' || how === 'extended' ? ` ${low}..${high}` : '';
  const end = (count: number, fill: boolean) => `${count}${fill ? ' of fill' : ''}`;
  const patched = ends
    ? `, ends ${end(ends.before, ends.fillBefore)} and ${end(ends.after, ends.fillAfter)}`
    : '';
  const list = dimensions.map(({ coefficients, table, bakedStride, phases }, d) => {
    const form = coefficients
      .map((step, axis) => (step === 0 ? '' : `${step === 1 ? '' : step}i${axis}`))
      .filter(term => term !== '')
      .join(' + ');
    const marks = [
      table === 'none' ? '' : `table, ${table}`,
      bakedStride === null ? '' : `${bakedStride} bytes apart`,
      phases ? `phases ${phases.pitch} apart from ${phases.start}` : '',
      moving.includes(d) ? 'moving' : '',
    ].filter(mark => mark !== '');
    return `[${form}${marks.length > 0 ? `: ${marks.join(', ')}` : ''}]`;
  });
  return `${dtype} ${how}${reach}${patched} ${list.join(' ')}`;
}

function printOutput({ dtype, value, neighbours, accumulate, lookups }: OutputShape): string {
  const marks = [
    neighbours ? 'neighbours' : 'apart',
    accumulate ? 'added' : '',
    lookups.length > 0 ? `looked up by ${lookups.join(' and ')}` : '',
  ].filter(mark => mark !== '');
  return `${dtype} ${marks.join(', ')} = ${printExpression(value)}`;
}

/** An expression; what is used more than once has a name, and is written out behind it. */
function printExpression(root: Expression): string {
  const uses = new Map<Expression, number>();
  const count = (node: Expression): void => {
    const known = uses.get(node) ?? 0;
    uses.set(node, known + 1);
    if (known === 0) operandsOf(node).forEach(count);
  };
  count(root);
  const names = new Map<Expression, string>();
  const lines: string[] = [];
  const print = (node: Expression): string => {
    if (operandsOf(node).length === 0 || uses.get(node) === 1) return printNode(node, print);
    let name = names.get(node);
    if (name === undefined) {
      name = `t${names.size}`;
      names.set(node, name);
      lines.push(`      ${name} = ${printNode(node, print)}`);
    }
    return name;
  };
  return [print(root), ...lines].join('\n');
}

function printNode(node: Expression, print: (node: Expression) => string): string {
  switch (node.op) {
    case 'load':
      return `x${node.input}${node.at ? `[${node.at}]` : ''}`;
    case 'constant':
      return String(node.value);
    case 'parameter':
      return `p${node.index}`;
    case 'coordinate':
      return `i${node.axis}`;
    case 'reduce':
      return `${node.kind}(${print(node.a)})`;
    case 'cast':
      return `${node.dtype}(${print(node.a)})`;
    default:
      return `${node.op}(${operandsOf(node).map(print).join(', ')})`;
  }
}
