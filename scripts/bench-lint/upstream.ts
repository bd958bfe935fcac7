import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ENGINE, engineFolder } from '../imports/engine';

// The module of the suite on a control plane has all that the program of Argo Events needs.
const MODULE = join(__dirname, '../../test/e2e');
const BINARIES = join(homedir(), '.cache/cdk8s-argo-events/bench-lint');

/**
 * Builds the program of Argo Events, which has a `lint`, into a cache.
 *
 * @returns its file; undefined if it cannot be built, which a line says
 */
export function buildUpstream(): string | undefined {
  mkdirSync(BINARIES, { recursive: true });
  const file = join(BINARIES, 'argo-events');
  const { status, error, stderr } = spawnSync('go', ['build', '-o', file, `${ENGINE.module}/cmd`], {
    cwd: MODULE,
    encoding: 'utf8',
  });
  if (status === 0) return file;
  console.error(`argo-events is missing: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return undefined;
}

/** The folder with the examples of Argo Events. */
export function upstreamExamples(): string {
  return join(engineFolder(), 'examples');
}
