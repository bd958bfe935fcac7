import type { Construct } from 'constructs';
import type { Finding } from '../../findings/finding';
import { finding } from '../../findings/refuse';
import { ValidationError } from '../../findings/validation-error';
import { quote } from '../../findings/words';
import { addWarning } from '../../warnings';
import type { RemediationSettings } from '../settings';

/** The type of the metadata with the names that no other loop may have. */
const CLAIM = 'cdk8s-argo-events:loop';

type Claim = Pick<RemediationSettings, 'name' | 'namespaces'>;

/**
 * Refuses a second loop of the app:
 *
 * - in the same agent namespace. Both would cancel agents by the number of a task alone, and the policies of each would
 *   refuse the Jobs of the other;
 * - with the same name in the same namespace of sensors. The objects there would have the same names.
 *
 * @throws ValidationError with both loops and what to change
 */
export function claimNames({ node }: Construct, settings: RemediationSettings): void {
  const { name, namespaces } = settings;
  const others = node.root.node
    .findAll()
    .flatMap(({ node: { path, metadata } }) =>
      metadata.filter(({ type }) => type === CLAIM).map(({ data }) => ({ path, ...(data as Claim) })),
    );
  const findings: Finding[] = [];
  const tell = (other: { readonly path: string }, prop: string, value: string, reason: string) => {
    const message = `the loop ${quote(other.path)} has the same ${prop}, ${quote(value)}, but ${reason}`;
    const path = ['props', ...prop.split('.')];
    const help = `give one of the two another ${prop}`;
    findings.push(finding('loop-names', message, { construct: node.path, path, value, help }));
  };
  const namesake = others.find(
    (other) => other.name === name && other.namespaces.sensors === namespaces.sensors,
  );
  if (namesake) tell(namesake, 'name', name, `the objects in ${namespaces.sensors} are named after it`);
  const neighbour = others.find((other) => other.namespaces.agents === namespaces.agents);
  if (neighbour) {
    const reason =
      'agents are cancelled by the number of their task alone, and the policies of each loop refuse the Jobs of the other';
    tell(neighbour, 'namespaces.agents', namespaces.agents, reason);
  }
  if (findings.length > 0) throw new ValidationError(findings);
  node.addMetadata(CLAIM, { name, namespaces } satisfies Claim);
}

const SEE = 'see docs/security.md';

/** Warns if other sensors can make Jobs with a shared account, and no policy refuses them. */
export function warnOfOpenings(loop: Construct, settings: RemediationSettings): void {
  const { policies, serviceAccount, namespaces, cancelledAgents } = settings;
  // The Role of the account allows Jobs only if the loop cancels agents.
  if (!cancelledAgents || serviceAccount.dedicated || (policies && !policies.otherJobs)) return;
  const [path, value] = policies ? [['otherJobs'], 'true'] : [[], 'false'];
  const message = `${value} lets every sensor that runs as ${serviceAccount.name} make any Job in ${namespaces.agents}: any image, under any ServiceAccount, with any Secret of that namespace and the files of the nodes`;
  addWarning(loop, finding('open-policies', message, { path: ['props', 'policies', ...path], help: SEE }));
}
