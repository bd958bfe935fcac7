import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from './cluster';

/** Which kubeconfig, and which context of it: those of kubectl, unless given. */
export interface KubeconfigOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** In a pod: the token of its account. */
const ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Loads the kubeconfig that kubectl would load: the file given; else those that KUBECONFIG names; else `~/.kube/config`; else
 * the account of the pod.
 *
 * @throws ClusterError
 */
export async function loadKubeconfig({ kubeconfig, context }: KubeconfigOptions): Promise<KubeConfig> {
  const { KubeConfig: Config } = await loadClient();
  const config = new Config();
  const files = filesOf(kubeconfig);
  if (files.length > 0) {
    for (const file of files) merge(config, read(new Config(), file));
  } else if (existsSync(ACCOUNT_TOKEN)) config.loadFromCluster();
  else throw new ClusterError(NO_KUBECONFIG);
  if (context !== undefined) config.setCurrentContext(context);
  expectContext(config, files.join(delimiter));
  return config;
}

const NO_KUBECONFIG =
  'There is no kubeconfig: KUBECONFIG names no file that exists, and neither does ~/.kube/config. Name one with --kubeconfig';
const NO_CLIENT =
  'This command needs @kubernetes/client-node, which is not installed. Run: npm install --save-dev @kubernetes/client-node@1\n' +
  'Without a project: npx -p cdk8s-argo-events -p @kubernetes/client-node@1 cdk8s-argo-events --help';

/** Loaded here, because it takes a second, and because it is installed only where somebody asks a cluster. */
async function loadClient(): Promise<typeof import('@kubernetes/client-node')> {
  try {
    return await import('@kubernetes/client-node');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'@kubernetes/client-node'")) {
      throw new ClusterError(NO_CLIENT);
    }
    throw new ClusterError(`@kubernetes/client-node does not work with Node ${process.version}: ${message}`);
  }
}

/** The files in the order in which they count. As kubectl does, those that KUBECONFIG names in vain are left out. */
function filesOf(given: string | undefined): string[] {
  if (given !== undefined) return [given];
  const named = process.env['KUBECONFIG'];
  if (named) return named.split(delimiter).filter((file) => file !== '' && existsSync(file));
  const usual = join(homedir(), '.kube', 'config');
  return existsSync(usual) ? [usual] : [];
}

function read(config: KubeConfig, file: string): KubeConfig {
  try {
    config.loadFromFile(file);
    return config;
  } catch (error) {
    const [message] = (error as Error).message.split('\n');
    // The client reads fields of what is no object, if the file is empty.
    const reason = error instanceof TypeError ? 'it is no kubeconfig' : message;
    throw new ClusterError(`Cannot read the kubeconfig ${file}: ${reason}`);
  }
}

/** Of what two files have under one name, the first one counts, as for kubectl. */
function merge(into: KubeConfig, from: KubeConfig): void {
  for (const cluster of from.clusters) if (!into.getCluster(cluster.name)) into.addCluster(cluster);
  for (const user of from.users) if (!into.getUser(user.name)) into.addUser(user);
  for (const context of from.contexts) if (!into.getContextObject(context.name)) into.addContext(context);
  if (!into.currentContext && from.currentContext) into.setCurrentContext(from.currentContext);
}

function expectContext(config: KubeConfig, files: string): void {
  const { currentContext: name } = config;
  const known = config.contexts.map(({ name }) => `"${name}"`).join(', ');
  if (known === '') throw new ClusterError(`The kubeconfig ${files} has no context`);
  if (!name) {
    throw new ClusterError(
      `The kubeconfig ${files} has no current context. Choose one with --context: ${known}`,
    );
  }
  const context = config.getContextObject(name);
  if (!context)
    throw new ClusterError(`There is no context "${name}" in the kubeconfig ${files}. It has: ${known}`);
  if (!config.getCluster(context.cluster)) {
    throw new ClusterError(
      `Context "${name}" names the cluster "${context.cluster}", which the kubeconfig ${files} does not have`,
    );
  }
}
