/** Runs a program on a terminal of its own, as a person would, and records what it sends there. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Python makes the terminal: Node has none. Its standard library is enough. */
const python = process.env.CONCORDAT_PYTHON || '/usr/bin/python3';

const driver = `
import fcntl, json, os, pty, select, struct, sys, termios, time
request = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM='xterm-256color')
    os.execvp(request['words'][0], request['words'])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24, request['columns'], 0, 0))
shown, typed, end = b'', False, time.time() + request['seconds']
while time.time() < end:
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    shown += part
    if not typed and request['after'] is not None and request['after'].encode() in shown:
        typed = True
        if request['signal']:
            os.kill(child, request['signal'])
        else:
            os.write(terminal, request['keys'].encode())
else:
    os.kill(child, 9)
status = os.waitpid(child, 0)[1]
sys.stdout.buffer.write(json.dumps(dict(shown=shown.decode('utf8', 'replace'), status=status)).encode())
`;

/** Whether this machine can make one. */
export const hasTerminals = (() => {
  try {
    execFileSync(python, ['-c', 'import pty, termios'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Once `after` was shown, `keys` are typed, or the signal of this number is sent. */
export interface Typing {
  readonly after?: string;
  readonly keys?: string;
  readonly signal?: number;
  readonly columns?: number;
  /** When it is ended; 60 unless given. */
  readonly seconds?: number;
}

/** What the terminal was sent, and how the program ended: the number of the signal, or 256 times the exit code. */
export function onTerminal(words: readonly string[], typing: Typing = {}): { shown: string; status: number } {
  const { after = null, keys = '', signal = 0, columns = 80, seconds = 60 } = typing;
  const request = JSON.stringify({ words, after, keys, signal, columns, seconds });
  const { stdout, stderr } = spawnSync(python, ['-c', driver, request], {
    encoding: 'utf8',
    timeout: 90_000,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The character that begins what a terminal obeys. */
export const ESCAPE = '\u001b';
const modes = new RegExp(`${ESCAPE}\\[\\?(\\d+)([hl])`, 'g');

/** The settings of the terminal that were changed and not restored: `7` is line wrap, `25` the cursor. */
export function leftChanged(shown: string): string[] {
  const off = new Set<string>();
  for (const [, mode, letter] of shown.matchAll(modes)) {
    // Line wrap and the cursor are on in a fresh terminal; every other mode is off.
    const normal = mode === '7' || mode === '25' ? 'h' : 'l';
    if (letter === normal) off.delete(mode);
    else off.add(mode);
  }
  return [...off];
}
