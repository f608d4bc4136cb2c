/** A call that its caller waits for: told how far it has come, and answered once. */
import { onAbort } from './on-abort.ts';
import type { OnProgress } from './watched.ts';

/** Who is told of progress; `whole` also of the end. */
export interface Watchers {
  readonly told: readonly OnProgress[];
  readonly whole?: OnProgress;
}

/** A call without an answer yet. */
export class PendingCall {
  readonly name: string;
  readonly promise: Promise<unknown>;
  private readonly watchers: Watchers;
  private give!: { resolve: (value: unknown) => void; reject: (error: unknown) => void };
  private unlisten: (() => void) | undefined;
  private open = true;

  constructor(name: string, watchers: Watchers) {
    this.name = name;
    this.watchers = watchers;
    this.promise = new Promise((resolve, reject) => {
      this.give = { resolve, reject };
    });
  }

  /** Whether the caller has its answer: the worker's, or that the call was taken back. */
  get settled(): boolean {
    return !this.open;
  }

  resolve(value: unknown): void {
    if (this.close()) this.give.resolve(value);
  }

  reject(error: unknown): void {
    if (this.close()) this.give.reject(error);
  }

  /** Rejects the call when a signal is aborted, and then does something more. */
  takeBack(signal: AbortSignal, error: () => unknown, then: () => void): void {
    this.unlisten = onAbort(signal, () => {
      this.reject(error());
      then();
    });
  }

  /** Tells who watches how far the call has come. */
  tell(done: number, what: string): void {
    for (const each of this.watchers.told) this.tellOne(each, done, what);
  }

  /** Tells who watches all of it that the call has ended. */
  tellEnd(): void {
    if (this.watchers.whole) this.tellOne(this.watchers.whole, 1, this.name);
  }

  /** Where the caller's own function fails so does the call, as it would without a worker. */
  private tellOne(watcher: OnProgress, done: number, what: string): void {
    if (!this.open) return;
    try {
      watcher(done, what);
    } catch (thrown) {
      this.reject(thrown);
    }
  }

  /** Ends the waiting; false when it had ended. */
  private close(): boolean {
    const { open } = this;
    this.open = false;
    this.unlisten?.();
    return open;
  }
}
