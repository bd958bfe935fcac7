import type { EventEmitter } from 'node:events';
import { run } from '../../src/cli';
import type { Cluster } from '../../src/cluster/cluster';

/**
 * What a command leaves with, and what it prints.
 *
 * @param reader emits the errors of stdout
 */
export async function command(cluster: Cluster, argv: readonly string[], reader?: EventEmitter) {
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[stream] += text;
    },
  });
  const code = await run(argv, {
    loadApp: () => {
      throw new Error('These commands render no app');
    },
    connect: async () => cluster,
    stdout: Object.assign(reader ?? {}, into('stdout')),
    stderr: into('stderr'),
  });
  return { code, ...printed };
}
