/** A progress bar on standard error, for work that lasts longer than a second and a person who watches. */
import { Presets, SingleBar } from 'cli-progress';

const PATIENCE = 1000;

/** What to call as work goes on, and when it is done. */
export interface ProgressBar {
  update: (done: number, what: string) => void;
  stop: () => void;
}

export function progressBar(title: string): ProgressBar {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const began = Date.now();
  let bar: SingleBar | undefined;
  return {
    update(done, what) {
      if (!bar && Date.now() - began > PATIENCE) {
        const format = `${title} {bar} {percentage}% {what}`;
        bar = new SingleBar(
          // The cursor stays: nothing could show it again when Ctrl-C ends synchronous work.
          { format, clearOnComplete: true, hideCursor: false, stream: process.stderr },
          Presets.rect,
        );
        bar.start(100, 0, { what });
      }
      // Work is synchronous, so the bar's own timer never runs: draw now.
      bar?.update(Math.round(100 * done), { what });
      bar?.render();
    },
    stop() {
      bar?.stop();
    },
  };
}
