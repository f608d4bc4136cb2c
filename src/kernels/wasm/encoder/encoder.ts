/**
 * Writes WebAssembly modules as bytes. `FunctionCode` collects the body of one function, instruction by instruction;
 * `ModuleCode` puts functions, imports and exports together. Bytes are written straight away: text assembly costs tens
 * of milliseconds a module, this some microseconds.
 * Source: WebAssembly core specification, "Binary Format".
 */
import { ConcordatError } from '../../../errors.ts';
import { ByteList, type EncodedBytes, floatBytes, joinBytes, signedLeb, unsignedLeb } from './bytes.ts';
import { instructions, type ValueType } from './instructions.ts';

const typeBytes: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const EMPTY_BLOCK = 0x40;
/** A mutable v128 that starts at zero. */
const GLOBAL_VECTOR = [typeBytes.v128, 1, 0xfd, 0x0c, ...new Array<number>(16).fill(0), 0x0b];

/** Parameters and results of a function. */
export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** The number of a local variable or of a function. */
export type Index = number;

/** The body of one function. Methods append one instruction and return the code, so that they chain. */
export class FunctionCode {
  readonly signature: FunctionType;
  private readonly locals: ValueType[] = [];
  private readonly head = new ByteList();
  private body = new ByteList();
  private open = 0;

  constructor(parameters: readonly ValueType[], results: readonly ValueType[] = []) {
    this.signature = { parameters, results };
  }

  /** A new local variable; parameters are the first ones. */
  local(type: ValueType): Index {
    this.locals.push(type);
    return this.signature.parameters.length + this.locals.length - 1;
  }

  /** Appends what `emit` does to the start of the function, before everything else: for what loops must not repeat. */
  atStart(emit: () => void): void {
    const { body } = this;
    this.body = this.head;
    emit();
    this.body = body;
  }

  /** Appends an instruction of the table; immediates are a lane, an address offset, both, or 16 shuffle lanes. */
  op(name: string, ...immediates: number[]): this {
    const instruction = instructions.get(name);
    if (!instruction) throw new ConcordatError('internal', `encoder: there is no instruction ${name}`);
    const { bytes, immediate, width } = instruction;
    this.body.append(bytes);
    if (immediate === 'memory') this.memoryAt(immediates[0]);
    else if (immediate === 'memoryLane') {
      this.memoryAt(immediates[1]);
      this.body.push(immediates[0]);
    } else if (immediate === 'lane' || immediate === 'shuffle') this.body.append(immediates);
    else if (immediate === 'zeros') for (let k = 0; k < width; k++) this.body.push(0);
    return this;
  }

  i32(value: number): this {
    this.body.push(0x41);
    this.body.append(signedLeb(value | 0));
    return this;
  }
  i64(value: bigint): this {
    this.body.push(0x42);
    this.body.append(signedLeb(BigInt.asIntN(64, value)));
    return this;
  }
  f32(value: number): this {
    this.body.push(0x43);
    this.body.append(floatBytes(value, 4));
    return this;
  }
  f64(value: number): this {
    this.body.push(0x44);
    this.body.append(floatBytes(value, 8));
    return this;
  }
  /** A vector constant from its 16 bytes. */
  v128(bytes: ArrayLike<number>): this {
    this.body.push(0xfd);
    this.body.push(0x0c);
    this.body.append(bytes);
    return this;
  }

  get(local: Index): this {
    return this.numbered(0x20, local);
  }
  set(local: Index): this {
    return this.numbered(0x21, local);
  }
  tee(local: Index): this {
    return this.numbered(0x22, local);
  }

  /** Sets a global variable of the module. */
  setGlobal(index: Index): this {
    return this.numbered(0x24, index);
  }

  call(index: Index): this {
    return this.numbered(0x10, index);
  }

  /** `body` in a block; branching to depth 0 inside leaves it. */
  block(body: () => void, result?: ValueType): this {
    return this.nested(0x02, body, result);
  }
  /** `body` in a loop; branching to depth 0 inside starts it again. */
  loop(body: () => void): this {
    return this.nested(0x03, body);
  }
  /** Takes a condition from the stack. */
  when(then: () => void, otherwise?: () => void, result?: ValueType): this {
    this.body.push(0x04);
    this.body.push(result ? typeBytes[result] : EMPTY_BLOCK);
    this.open++;
    then();
    if (otherwise) {
      this.body.push(0x05);
      otherwise();
    }
    this.open--;
    this.body.push(0x0b);
    return this;
  }
  branch(depth: number): this {
    return this.numbered(0x0c, depth);
  }
  branchIf(depth: number): this {
    return this.numbered(0x0d, depth);
  }
  /** How many blocks, loops and conditions are open here. */
  get depth(): number {
    return this.open;
  }
  /** Leaves the block in which the depth is `depth`, where the condition on the stack is not 0. */
  leaveIf(depth: number): this {
    return this.branchIf(this.open - depth);
  }
  /** A place that is not come to. */
  unreachable(): this {
    this.body.push(0x00);
    return this;
  }
  /** a, b, condition → a where the condition is not 0, else b. */
  choose(): this {
    this.body.push(0x1b);
    return this;
  }

  /** The number of code bytes so far. */
  get size(): number {
    return this.head.length + this.body.length;
  }

  /** The function as the code section holds it. */
  bytes(): Uint8Array<ArrayBuffer> {
    const groups = this.locals.flatMap(type => [1, typeBytes[type]]);
    const content = [...unsignedLeb(this.locals.length), ...groups];
    const length = content.length + this.head.length + this.body.length + 1;
    return joinBytes([unsignedLeb(length), content, this.head.content, this.body.content, [0x0b]]);
  }

  private numbered(opcode: number, immediate: number): this {
    this.body.push(opcode);
    this.body.number(immediate);
    return this;
  }

  /** The immediate of an access: no alignment is promised, since an unaligned vector costs the same within a page. */
  private memoryAt(offset = 0): void {
    this.body.push(0);
    this.body.number(offset);
  }

  private nested(opcode: number, body: () => void, result?: ValueType): this {
    this.body.push(opcode);
    this.body.push(result ? typeBytes[result] : EMPTY_BLOCK);
    this.open++;
    body();
    this.open--;
    this.body.push(0x0b);
    return this;
  }
}

/** How a module imports the memory it works on. */
export interface MemoryImport {
  readonly shared: boolean;
  /** In pages of 64 KiB. */
  readonly maximum: number;
}

/** A module under construction. Import functions before adding any. */
export class ModuleCode {
  private readonly memory: MemoryImport;
  private readonly imports: { module: string; name: string; signature: FunctionType }[] = [];
  private readonly functions: FunctionCode[] = [];
  private readonly exports: { name: string; index: Index }[] = [];
  private globals = 0;

  constructor(memory: MemoryImport) {
    this.memory = memory;
  }

  /** Declares a function that the host gives; the same one twice is one import. */
  importFunction(module: string, name: string, signature: FunctionType): Index {
    const known = this.imports.findIndex(entry => entry.module === module && entry.name === name);
    if (known >= 0) return known;
    if (this.functions.length > 0)
      throw new ConcordatError('internal', 'encoder: functions are imported before others are added');
    this.imports.push({ module, name, signature });
    return this.imports.length - 1;
  }

  /** A global vector, zero at first; each instance has its own. */
  addGlobal(): Index {
    this.globals++;
    return this.globals - 1;
  }

  addFunction(code: FunctionCode, exportName?: string): Index {
    this.functions.push(code);
    const index = this.imports.length + this.functions.length - 1;
    if (exportName !== undefined) this.exports.push({ name: exportName, index });
    return index;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const signatures = [...this.imports, ...this.functions].map(entry => entry.signature);
    const { shared, maximum } = this.memory;
    const limits = [shared ? 3 : 1, 0, ...unsignedLeb(maximum)];
    const imported = this.imports.map(({ module, name }, k) => [
      ...text(module),
      ...text(name),
      0x00,
      ...unsignedLeb(k),
    ]);
    const exported = this.exports.map(({ name, index }) => [...text(name), 0x00, ...unsignedLeb(index)]);
    return joinBytes([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, signatures.map(typeOf)),
      section(2, [[...text('env'), ...text('memory'), 0x02, ...limits], ...imported]),
      section(
        3,
        this.functions.map((_, k) => unsignedLeb(this.imports.length + k)),
      ),
      section(
        6,
        Array.from({ length: this.globals }, () => GLOBAL_VECTOR),
      ),
      section(7, exported),
      section(
        10,
        this.functions.map(code => code.bytes()),
      ),
    ]);
  }
}

const text = (value: string): number[] => {
  const bytes = new TextEncoder().encode(value);
  return [...unsignedLeb(bytes.length), ...bytes];
};
const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsignedLeb(items.length),
  ...items.flat(),
];
const section = (id: number, items: readonly EncodedBytes[]): EncodedBytes => {
  const content = joinBytes([unsignedLeb(items.length), ...items]);
  return joinBytes([[id], unsignedLeb(content.length), content]);
};
const typeOf = ({ parameters, results }: FunctionType): number[] => [
  0x60,
  ...list(parameters.map(type => [typeBytes[type]])),
  ...list(results.map(type => [typeBytes[type]])),
];
