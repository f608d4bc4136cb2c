/** The caller's side of a worker: calls on their way, in their order, and the answers to them. */
import { ConcordatError, fault, show } from '../errors.ts';
import { addWeight, removeWeight } from '../runtime/ballast.ts';
import type { Cargo } from './cargo.ts';
import { connect, type Link } from './connect.ts';
import { ArrayHandle } from './handle.ts';
import type { Answer, OwnOperation, PackedError, Parcel, ReleaseMessage } from './messages.ts';
import type { Kept, Owner } from './owner.ts';
import { PendingCall } from './pending-call.ts';
import { remoteStencil } from './remote-stencil.ts';
import { type CallName, packRequest, type Request } from './request.ts';
import { unpack } from './travel.ts';
import type { CallOptions } from './watched.ts';

/** What is sent when its turn comes. */
interface Turn {
  readonly message: Request['message'] | ReleaseMessage;
  readonly cargo?: Cargo;
  readonly call?: PendingCall;
  /** Whether it is held back until it would start at once, so that it can still be taken back. */
  readonly alone?: boolean;
}

/** A connection to a worker. */
export class Client implements Owner {
  private readonly link: Link;
  private readonly waiting = new Map<number, PendingCall>();
  private readonly turns: Turn[] = [];
  private newest = 0;
  private over: ConcordatError | undefined;
  private readonly unreachable =
    typeof FinalizationRegistry === 'undefined'
      ? undefined
      : new FinalizationRegistry<Kept>(kept => {
          this.used -= kept.bytes;
          this.release(kept.id, false);
        });
  /** Bytes that the worker keeps for handles. */
  private used = 0;

  constructor(url: string | URL | undefined) {
    this.link = connect(
      url,
      message => this.answered(message as Answer),
      problem => this.end(`the worker has failed: ${problem}`),
    );
  }

  /** Calls a function of the package, which is found by its name, or has the worker do something of its own. */
  async call(
    { name, own }: CallName,
    given: readonly unknown[],
    { onProgress, signal }: CallOptions = {},
  ): Promise<unknown> {
    if (this.over) throw this.over;
    const aborted = () =>
      fault('process', name, 'aborted by the signal', { reason: 'aborted' }, signal?.reason);
    if (signal?.aborted) throw aborted();
    const { message, cargo, told } = packRequest(this, { name, own }, given, onProgress);
    const call = new PendingCall(name, { told, whole: onProgress });
    if (signal) call.takeBack(signal, aborted, () => this.takeTurns());
    this.turns.push({ message, cargo, call, alone: signal !== undefined });
    this.takeTurns();
    return call.promise;
  }

  ask(own: OwnOperation, given: readonly unknown[], name: string = own): Promise<unknown> {
    return this.call({ name, own }, given);
  }

  release(id: number, free: boolean): void {
    if (this.over) return;
    this.turns.push({ message: { release: id, free } });
    this.takeTurns();
  }

  watch(handle: object, { id, bytes }: Kept): object | null {
    this.unreachable?.register(handle, { id, bytes }, handle);
    this.used += bytes;
    return addWeight(bytes, this.used);
  }

  unwatch(handle: object, { bytes }: Kept): void {
    this.unreachable?.unregister(handle);
    this.used -= bytes;
    removeWeight(bytes);
  }

  terminate(): void {
    this.end('the worker was ended by terminate; start another one');
    this.link.terminate();
  }

  /** Sends what may be sent. */
  private takeTurns(): void {
    for (let turn = this.turns[0]; turn !== undefined; turn = this.turns[0]) {
      if (turn.alone && !turn.call?.settled && this.waiting.size > 0) break;
      this.turns.shift();
      if (!turn.call?.settled) this.send(turn);
    }
    const open = [...this.waiting.values()].some(({ settled }) => !settled);
    this.link.busy(open || this.turns.length > 0);
  }

  private send({ message, cargo, call }: Turn): void {
    if (call === undefined || cargo === undefined) {
      this.link.post(message, []);
      return;
    }
    const id = this.newest + 1;
    try {
      this.link.post({ id, ...message }, cargo.buffers);
    } catch (error) {
      const reason = error instanceof Error ? error.message : show(error);
      const what = `an argument cannot travel to a worker: ${reason}`;
      call.reject(fault('value', call.name, what, {}, error));
      return;
    }
    this.newest = id;
    cargo.sent();
    this.waiting.set(id, call);
  }

  private answered({ id, value, error, progress }: Answer): void {
    const call = this.waiting.get(id);
    if (call === undefined) return;
    if (progress) call.tell(...progress);
    else {
      this.waiting.delete(id);
      if (error) this.failed(call, error);
      else this.finished(call, value);
    }
    this.takeTurns();
  }

  private failed(call: PendingCall, { code, message, fields }: PackedError): void {
    const opened = unpack(fields, parcel => this.open(parcel)) as Record<string, unknown>;
    call.reject(new ConcordatError(code, message, opened));
  }

  private finished(call: PendingCall, value: unknown): void {
    call.tellEnd();
    // What nobody waits for any more is given up.
    if (call.settled) unpack(value, parcel => this.discard(parcel));
    else call.resolve(unpack(value, parcel => this.open(parcel)));
  }

  /** What a parcel stands for here. */
  private open(parcel: Parcel): unknown {
    if (parcel.concordat === 'template') return parcel.strings;
    if (parcel.concordat === 'kept')
      return parcel.dtype === undefined ? remoteStencil(this, parcel) : new ArrayHandle(this, parcel);
    const { dtype, shape, data } = parcel;
    return { dtype, shape, data };
  }

  private discard(parcel: Parcel): void {
    if (parcel.concordat === 'kept') this.release(parcel.id, false);
  }

  private end(why: string): void {
    this.over ??= fault('process', 'startWorker', why);
    const calls = [...this.waiting.values(), ...this.turns.flatMap(({ call }) => call ?? [])];
    this.waiting.clear();
    this.turns.length = 0;
    for (const call of calls) call.reject(this.over);
  }
}
