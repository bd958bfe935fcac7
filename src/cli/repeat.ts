/** The signals that end the program: Ctrl-C, and what a supervisor sends. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does something again and again, until the program is told to end. It then returns, so that the program leaves with the code
 * of its choice.
 *
 * @param pause seconds between the end of one time and the begin of the next
 * @param once returns whether to go on
 */
export async function repeat(pause: number, once: () => Promise<boolean>): Promise<void> {
  let ended = false;
  let wake = () => {};
  const end = () => {
    ended = true;
    wake();
  };
  for (const signal of SIGNALS) process.once(signal, end);
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
  }
}
