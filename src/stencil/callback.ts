/** What a stencil is called, and how many inputs its callback has: known before any array is given. */
import { checkInteger, checkOptions, fault, show } from '../errors.ts';
import type { StencilOptions } from './options.ts';

const optionNames = ['boundary', 'value', 'dtype', 'reduce', 'axis', 'inputs', 'name'];

/** The name that errors speak of, checked before all else. */
export function nameOf(options: StencilOptions): string {
  checkOptions('stencil', options, optionNames);
  const { name = 'stencil' } = options;
  if (typeof name === 'string' && name !== '') return name;
  throw fault('option', 'stencil', `name is ${show(name)}; it must be a text`, { argument: 'name' });
}

/** Inputs of one function: each is an address that compiled code keeps. */
const MOST_INPUTS = 1024;

/** The number of inputs of a callback. */
export function inputCount(name: string, body: unknown, { inputs }: StencilOptions): number {
  if (typeof body !== 'function')
    throw fault(
      'value',
      name,
      `the callback is ${show(body)}; it must be a function of inputs that returns an expression`,
      { argument: 'callback', value: body },
    );
  const refuse = (what: string, fields: Record<string, unknown> = {}): never => {
    throw fault('option', name, what, { argument: 'inputs', ...fields });
  };
  const count = inputs === undefined ? body.length : checkInteger(name, 'inputs', inputs, 1);
  if (count === 0) refuse('the callback names no inputs; say how many there are with the option inputs');
  if (count > MOST_INPUTS) refuse(`inputs is ${count}; a stencil may have ${MOST_INPUTS}`, { inputs: count });
  if (count < body.length)
    refuse(`inputs is ${count}; the callback names ${body.length}`, { inputs: count, named: body.length });
  return count;
}
