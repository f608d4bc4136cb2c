/** A progress bar on standard error, for a person who watches. */
import { showStatus } from './terminal.ts';

/** Cells of the bar. */
const WIDTH = 30;
/** Milliseconds between two drawings of the same step. */
const PAUSE = 50;

/** What to call as work goes on, and when it is done. */
export interface ProgressBar {
  /** `done` is the part of the work that is done, 0 to 1; `what` is the step that comes now. */
  update: (done: number, what: string) => void;
  /** Clears the bar. */
  stop: () => void;
}

/** Shows at once that there is work: it is synchronous, so that no timer could draw the bar later. */
export function progressBar(title: string): ProgressBar {
  let drawn = -Infinity;
  let last = '';
  const draw = (done: number, what: string) => {
    drawn = Date.now();
    last = what;
    showStatus(barLine(title, done, what));
  };
  draw(0, '');
  return {
    update(done, what) {
      if (what !== last || Date.now() - drawn >= PAUSE) draw(done, what);
    },
    stop: () => showStatus(''),
  };
}

/** The bar as a line of text. */
export function barLine(title: string, done: number, what: string): string {
  const part = Math.min(1, Math.max(0, done || 0));
  const full = Math.round(part * WIDTH);
  const bar = '■'.repeat(full) + '·'.repeat(WIDTH - full);
  return `${title} ${bar} ${String(Math.floor(100 * part)).padStart(3)}% ${what}`.trimEnd();
}
