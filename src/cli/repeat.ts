import type { Output } from './context';

/** The signals that end the program: Ctrl-C, and what a supervisor sends. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does something again and again, until the program is told to end, or the reader of its output, such as `head`, is gone. It
 * then returns, so that the program leaves with the code of its choice.
 *
 * @param pause seconds between the end of one time and the begin of the next
 * @param output where `once` writes
 * @param once returns whether to go on
 */
export async function repeat(pause: number, output: Output, once: () => Promise<boolean>): Promise<void> {
  let ended = false;
  let wake = () => {};
  const end = () => {
    ended = true;
    wake();
  };
  for (const signal of SIGNALS) process.once(signal, end);
  output.on?.('error', end);
  try {
    while ((await once()) && !ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause * 1000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (ended) return;
    }
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
    output.off?.('error', end);
  }
}
