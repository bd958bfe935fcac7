import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
): { calls: string[][]; status: number | null } {
  const cronJob = renderLoop()[file] as unknown as CronJob;
  const [{ args, env }] = cronJob.spec.jobTemplate.spec.template.spec.containers;
  const folder = mkdtempSync(join(tmpdir(), 'script-'));
  try {
    for (const [name, content] of Object.entries({ ...files, calls: '' })) {
      writeFileSync(join(folder, name), content);
    }
    // An argument may have line breaks.
    const note = `printf '%s' "$*" | tr '\\n' ' ' >> calls; echo >> calls`;
    writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\n${note}\n${kubectl}\n`);
    chmodSync(join(folder, 'kubectl'), 0o755);
    const { status } = spawnSync('sh', ['-c', args[0]], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
        ...variables,
      },
      stdio: 'ignore',
    });
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim();
    return { calls: calls === '' ? [] : calls.split('\n').map((call) => call.split(' ')), status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
