import { connect } from '../../src/cluster/connect';
import type { KubeconfigOptions } from '../../src/cluster/kubeconfig';
import { list, RESOURCE } from '../../src/cluster/objects';

// Jest cannot load @kubernetes/client-node, which is an ES module. So this program does: it takes cases from its first
// argument, and prints for each the names of the ConfigMaps, or why there are none.

interface Case {
  readonly options: KubeconfigOptions;
  readonly KUBECONFIG?: string;
}

async function ask({ options, KUBECONFIG }: Case): Promise<string> {
  delete process.env['KUBECONFIG'];
  if (KUBECONFIG !== undefined) process.env['KUBECONFIG'] = KUBECONFIG;
  try {
    const cluster = await connect(options);
    const objects = await list(cluster, RESOURCE.configmaps, 'agent-platform', { labelSelector: 'task-id' });
    return `${cluster.context}: ${objects.map(({ metadata }) => (metadata as { name: string }).name).join(' ')}`;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

async function main(): Promise<void> {
  const told: string[] = [];
  for (const one of JSON.parse(process.argv[2] ?? '[]') as Case[]) told.push(await ask(one));
  console.log(JSON.stringify(told));
}

void main();
