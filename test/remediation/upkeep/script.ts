import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderLoop } from '../rendered';

interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly spec: {
            readonly containers: readonly [
              { readonly args: readonly [string]; readonly env: readonly { name: string; value: string }[] },
            ];
          };
        };
      };
    };
  };
}

/**
 * Runs a CronJob's own script with a kubectl that is given as a piece of shell, which finds the files in its working
 * directory. Gives the calls of kubectl, by their words, and the exit code.
 *
 * @param variables of the environment, in place of those of the CronJob
 */
export function runScript(
  file: string,
  kubectl: string,
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Outcome {
  const cronJob = renderLoop()[file] as unknown as CronJob;
  const [{ args, env }] = cronJob.spec.jobTemplate.spec.template.spec.containers;
  return runShell({ script: args[0], env }, kubectl, files, variables);
}

/** What a script has done. */
export interface Outcome {
  /** The calls of kubectl, by their words. */
  readonly calls: string[][];
  readonly status: number | null;
  /** The file that was asked for, in the working directory. */
  readonly left: string | undefined;
}

/** The same with the script of any container. */
export function runShell(
  { script, env }: { readonly script: string; readonly env: readonly { name: string; value: string }[] },
  kubectl: string,
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
  leaves = 'calls',
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'script-'));
  try {
    for (const [name, content] of Object.entries({ ...files, calls: '' })) {
      writeFileSync(join(folder, name), content);
    }
    // An argument may have line breaks. One write for each call: two calls may come at the same time.
    const note = `printf '%s\\n' "$(printf '%s' "$*" | tr '\\n' ' ')" >> calls`;
    writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\n${note}\n${kubectl}\n`);
    chmodSync(join(folder, 'kubectl'), 0o755);
    const { status } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
        ...variables,
      },
      stdio: 'ignore',
    });
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim();
    const left = join(folder, leaves);
    return {
      calls: calls === '' ? [] : calls.split('\n').map((call) => call.split(' ')),
      status,
      left: existsSync(left) ? readFileSync(left, 'utf8') : undefined,
    };
  } finally {
    // What the script has left running may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
