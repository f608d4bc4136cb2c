/** The workers of one memory: started when they are first wanted, replaced when they are lost. */
import { controlOf, mostThreads, slotWords, workerLines, workerStates } from './control.ts';
import { mayHaveThreads, startThread, type Thread } from './threads-start.ts';

export interface Team {
  /** Those that are there, ready or still starting. */
  readonly members: readonly Thread[];
  /** A line of the control block that nobody has used; 0 when there is none left. */
  takeLine(): number;
  /** Up to `count` members; starts those that are missing, and waits for none. */
  gather(count: number): readonly Thread[];
  /** Ends a member for good. */
  dismiss(member: Thread): void;
}

/** A team without members yet. It stays empty where this thread may have no workers. */
export function makeTeam(memory: WebAssembly.Memory, shared: boolean): Team {
  const words = controlOf(memory);
  let members: readonly Thread[] = [];
  const unused = [...workerLines];
  let refused = !(shared && mayHaveThreads());

  const without = (slot: number) => members.filter(member => member.slot !== slot);

  const start = (): void => {
    const slot = unused.shift()!;
    // A worker that ends before it has begun is not allowed here (a policy, no memory): the next one would not be either.
    const ended = () => {
      members = without(slot);
      refused ||= Atomics.load(words, slot + slotWords.state) === workerStates.starting;
    };
    try {
      members = [...members, startThread({ memory, slot }, ended)];
    } catch {
      refused = true;
    }
  };

  return {
    get members() {
      return members;
    },
    takeLine: () => unused.shift() ?? 0,
    gather(count) {
      const wanted = Math.min(count, mostThreads - 1);
      while (members.length < wanted && unused.length > 0 && !refused) start();
      return members.length > wanted ? members.slice(0, wanted) : members;
    },
    dismiss(member) {
      members = without(member.slot);
      member.terminate();
    },
  };
}
