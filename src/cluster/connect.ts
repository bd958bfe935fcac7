import * as http from 'node:http';
import * as https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApiError, type Cluster, ClusterError, type ClusterRequest } from './cluster';
import { type KubeconfigOptions, loadKubeconfig } from './kubeconfig';

/** Milliseconds without an answer after which a request fails. */
const TIMEOUT = 30_000;

/**
 * The cluster that a kubeconfig names. Nothing is asked yet.
 *
 * @throws ClusterError if the kubeconfig cannot be used
 */
export async function connect(options: KubeconfigOptions): Promise<Cluster> {
  const config = await loadKubeconfig(options);
  const server = config.getCurrentCluster()?.server ?? '';
  const context = config.currentContext;
  return {
    context,
    request: async (request) => {
      const url = urlOf(server, request, context);
      return send(url, await optionsOf(config, request, context), request.body, context);
    },
  };
}

function urlOf(server: string, { path, query }: ClusterRequest, context: string): URL {
  try {
    const url = new URL(`${server.replace(/\/$/, '')}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url;
  } catch {
    throw new ClusterError(`The server of context "${context}" is no URL: ${JSON.stringify(server)}`);
  }
}

/** With the credentials. A token of a program is asked for again when it has expired. */
async function optionsOf(
  config: KubeConfig,
  { method, body }: ClusterRequest,
  context: string,
): Promise<https.RequestOptions> {
  const options: https.RequestOptions = { timeout: TIMEOUT };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const reason = (error as Error).message.trim() || 'the program that gives them failed, and said nothing';
    throw new ClusterError(`Cannot get the credentials of context "${context}": ${reason}`);
  }
  const headers = {
    ...options.headers,
    Accept: 'application/json, */*',
    'User-Agent': 'cdk8s-argo-events',
    ...(body !== undefined && { 'Content-Type': 'application/merge-patch+json' }),
  };
  return { ...options, method, headers };
}

function send(url: URL, options: https.RequestOptions, body: unknown, context: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(
        new ClusterError(
          `Cannot reach the API server ${url.origin} of context "${context}": ${reasonOf(error)}`,
        ),
      );
    const request = (url.protocol === 'http:' ? http : https).request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode = 0 } = answer;
        if (statusCode >= 200 && statusCode < 300) resolve(text);
        else reject(new ApiError(statusCode, messageOf(text)));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT / 1000} seconds`)));
    request.on('error', fail);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The message of the Status that the API server sends, or else the first line of the answer. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not all answers are JSON.
  }
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}

/** A name with several addresses leads to an error with one for each, and without a message. */
function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return message || code || String(error);
}
