/**
 * Writes ONNX models: the few messages of onnx.proto that a small graph needs, in the wire format of protocol buffers.
 * Source of the field numbers: onnx/onnx.proto3, opset 13.
 */

const utf8 = new TextEncoder();
type Bytes = readonly number[] | Uint8Array;

/** A number of 7 bits a byte, the lowest first; negative ones as 64-bit two's complement. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return bytes;
}

const whole = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)];

/** Text, bytes or a message: a length and the content. */
function block(field: number, content: string | Bytes): Uint8Array {
  const bytes = typeof content === 'string' ? utf8.encode(content) : content;
  return Uint8Array.from([...varint((field << 3) | 2), ...varint(bytes.length), ...bytes]);
}

const join = (parts: readonly Bytes[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
};

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** One operation: inputs and outputs by name; attributes are whole numbers, or lists of them. */
export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant. */
export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** A float32 input or output of the graph. */
export interface Port {
  readonly name: string;
  readonly shape: readonly number[];
}

function attribute(name: string, value: number | readonly number[]): Uint8Array {
  const content =
    typeof value === 'number'
      ? [...whole(3, value), ...whole(20, ATTRIBUTE_INT)]
      : [...value.flatMap(one => whole(8, one)), ...whole(20, ATTRIBUTE_INTS)];
  return join([block(1, name), content]);
}

const node = ({ type, inputs, outputs, attributes = {} }: Node): Uint8Array =>
  join([
    ...inputs.map(name => block(1, name)),
    ...outputs.map(name => block(2, name)),
    block(4, type),
    ...Object.entries(attributes).map(([name, value]) => block(5, attribute(name, value))),
  ]);

const tensor = ({ name, shape, data }: Initializer): Uint8Array =>
  join([
    ...shape.map(extent => whole(1, extent)),
    whole(2, data instanceof Float32Array ? FLOAT : INT64),
    block(8, name),
    block(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

function port({ name, shape }: Port): Uint8Array {
  const dimensions = join(shape.map(extent => block(1, whole(1, extent))));
  const type = join([whole(1, FLOAT), block(2, dimensions)]);
  return join([block(1, name), block(2, block(1, type))]);
}

/** The bytes of a model. */
export function encodeModel(
  nodes: readonly Node[],
  initializers: readonly Initializer[],
  inputs: readonly Port[],
  outputs: readonly Port[],
): Uint8Array {
  const graph = join([
    ...nodes.map(one => block(1, node(one))),
    block(2, 'graph'),
    ...initializers.map(one => block(5, tensor(one))),
    ...inputs.map(one => block(11, port(one))),
    ...outputs.map(one => block(12, port(one))),
  ]);
  const opset = join([block(1, ''), whole(2, 13)]);
  return join([whole(1, 8), block(7, graph), block(8, opset)]);
}
