import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { reject } from '../findings/refuse';

/**
 * The namespace of an object: the given one, or that of its Chart, as for every object of cdk8s.
 *
 * @throws ValidationError if neither has one
 */
export function namespaceFor(scope: Construct, kind: string, given: string | undefined): string {
  const namespace = given ?? chartOf(scope)?.namespace;
  if (namespace !== undefined) return namespace;
  return reject('object-identity', `the ${kind} has no namespace`, {
    construct: scope.node.path,
    path: ['namespace'],
    help: 'set the prop namespace, or that of the Chart',
  });
}

/** The labels of an object: those of its Chart and its own, which win. */
export function labelsFor(
  scope: Construct,
  own: Readonly<Record<string, string>> | undefined,
): { readonly labels?: Readonly<Record<string, string>> } {
  const labels = { ...chartOf(scope)?.labels, ...own };
  // An empty list that is given is rendered.
  return own !== undefined || Object.keys(labels).length > 0 ? { labels } : {};
}

function chartOf(construct: Construct): Chart | undefined {
  return construct.node.scopes.filter(Chart.isChart).at(-1);
}
