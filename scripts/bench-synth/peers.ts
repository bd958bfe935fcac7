import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../bench/measure';
import { type Input, writeCue, writeHelmChart, writeJsonnet, writeKustomization } from './inputs';

const MODULE = join(__dirname, 'peers');
const BINARIES = join(homedir(), '.cache/cdk8s-argo-events/bench-synth');

// The versions are in peers/go.mod.
const PACKAGES: Readonly<Record<string, string>> = {
  helm: 'helm.sh/helm/v4/cmd/helm',
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5',
  cue: 'cuelang.org/go/cmd/cue',
  jsonnet: 'github.com/google/go-jsonnet/cmd/jsonnet',
};

/** The names of the other programs. */
export const PEERS: readonly string[] = Object.keys(PACKAGES);

/**
 * Builds the other programs with Go, into a cache.
 *
 * @returns the file of each one by its name. A program that cannot be built is not there, and a line says so
 */
export function buildPeers(): ReadonlyMap<string, string> {
  mkdirSync(BINARIES, { recursive: true });
  const built = new Map<string, string>();
  for (const [name, path] of Object.entries(PACKAGES)) {
    const file = join(BINARIES, name);
    const { status, error, stderr } = spawnSync('go', ['build', '-o', file, path], {
      cwd: MODULE,
      encoding: 'utf8',
    });
    if (status === 0) built.set(name, file);
    else console.error(`${name} is missing: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  }
  return built;
}

/** The other programs on the same objects, each with an input in its own language. */
export function peerPrograms(peers: ReadonlyMap<string, string>, folder: string, input: Input): Program[] {
  const commands: Readonly<Record<string, () => string[]>> = {
    helm: () => ['template', 'bench', writeHelmChart(join(folder, 'helm'), input)],
    kustomize: () => ['build', writeKustomization(join(folder, 'kustomize'), input)],
    cue: () => ['export', writeCue(join(folder, 'cue'), input), '-e', 'objects', '--out', 'yaml'],
    jsonnet: () => ['-y', writeJsonnet(join(folder, 'jsonnet'), input)],
  };
  return Object.entries(commands).flatMap(([name, args]): Program[] => {
    const file = peers.get(name);
    return file === undefined
      ? []
      : [{ name, command: [file, ...args()], cwd: folder, env: { HOME: folder } }];
  });
}
