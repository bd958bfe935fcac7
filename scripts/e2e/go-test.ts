import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const cwd = join(__dirname, '../../test/e2e');

/**
 * Runs `go test` on a real control plane, when its parts are built. What the machine lacks is said before anything that
 * takes long.
 *
 * @param command what the person has typed, for messages
 * @param told what is told of each line that go prints; the line itself when left out
 */
export async function goTest(
  command: string,
  args: readonly string[],
  told?: (line: string) => string,
): Promise<void> {
  const missing = need();
  if (missing) {
    console.error(`${command} ${missing}`);
    process.exitCode = 1;
    return;
  }
  // `go test` shows what a package prints when it is done with it; so long a build would look like a hang.
  const built = await go(['run', './cluster/binaries/build']);
  // -count=1: go test does not see changes of files outside its module and would answer from its cache.
  process.exitCode = built === 0 ? await go(['test', '-count=1', ...args], told) : built;
}

/** What this machine lacks. */
function need(): string | undefined {
  if (process.platform !== 'linux') {
    return `needs Linux, for namespaces of its own: this is "${process.platform}"`;
  }
  if (process.getuid?.() !== 0) {
    return 'needs root, for network, mount and process namespaces: run it as root, for example with sudo';
  }
  const { error, status } = spawnSync('go', ['version'], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) {
    return 'needs Go 1.21 or newer on the PATH, which fetches the toolchain that test/e2e/go.mod asks for';
  }
  return undefined;
}

/** Gives the exit code. Signals go on to all of go's processes, and are followed by their end before ours. */
function go(args: readonly string[], told?: (line: string) => string): Promise<number> {
  return new Promise((resolve, reject) => {
    // A group of its own, to be signalled as a whole: the go command passes no signal on to the tests that it runs.
    const child = spawn('go', args, {
      cwd,
      stdio: ['inherit', told ? 'pipe' : 'inherit', 'inherit'],
      detached: true,
    });
    if (told && child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => process.stdout.write(told(line)));
    }
    const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    let ended = 0;
    const pass = (signal: NodeJS.Signals) => {
      ended = 128 + constants.signals[signal];
      // The go command waits for its tests after a SIGINT only.
      if (child.pid) process.kill(-child.pid, 'SIGINT');
    };
    for (const signal of signals) process.on(signal, pass);
    child.on('error', reject);
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(ended || (code ?? 1));
    });
  });
}
