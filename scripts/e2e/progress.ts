/** An event of `go test -json` (`go doc test2json`). */
interface TestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  /** Seconds. */
  readonly Elapsed?: number;
  readonly Output?: string;
}

/**
 * Tells how far `go test -json` is: a line for each test that ends, the output of those that fail, and what go itself
 * says of each package. Without it, go shows nothing of a package before the last of its tests.
 *
 * @param shown whether a test that passes gets its line, by its name in Go
 */
export function progress(shown: (test: string) => boolean): (line: string) => string {
  const outputs = new Map<string, string[]>();
  return (line) => {
    if (!line.startsWith('{')) return `${line}\n`;
    const { Action, Package = '', Test, Elapsed = 0, Output = '' } = JSON.parse(line) as TestEvent;
    // Of no test: the lines of the package, such as "ok" and the seconds that it took.
    if (Test === undefined) return Action === 'output' ? Output : '';
    const key = `${Package} ${Test}`;
    if (Action === 'output') {
      outputs.set(key, [...(outputs.get(key) ?? []), Output]);
      return '';
    }
    if (!['pass', 'fail', 'skip'].includes(Action)) return '';
    const output = outputs.get(key)?.join('') ?? '';
    outputs.delete(key);
    if (Action === 'fail') return output;
    return shown(Test) ? `${Action} ${Test.replaceAll('_', ' ')} (${Elapsed.toFixed(1)} s)\n` : '';
  };
}
