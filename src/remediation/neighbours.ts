import type { Construct } from 'constructs';
import { ValidationError, WARNING } from '../validation';
import type { RemediationSettings } from './settings';

/** The type of a loop's metadata that holds its agent namespace. */
const AGENT_NAMESPACE = 'cdk8s-argo-events:agent-namespace';

/**
 * Refuses a second loop in one agent namespace, wherever in the app it is. Both would cancel agents by the number of a
 * task alone, and the policies of each would refuse the Jobs of the other.
 *
 * @throws ValidationError with both loops and what to change
 */
export function claimAgentNamespace(loop: Construct, { agentNamespace }: RemediationSettings): void {
  const other = loop.node.root.node
    .findAll()
    .find(({ node }) =>
      node.metadata.some(({ type, data }) => type === AGENT_NAMESPACE && data === agentNamespace),
    );
  if (other !== undefined) {
    const message = `The loop "${other.node.path}" has the same agentNamespace: ${JSON.stringify(agentNamespace)}. Give one of the two another agentNamespace: agents are cancelled by the number of their task alone, and the policies of each loop refuse the Jobs of the other`;
    throw new ValidationError([{ path: loop.node.path, message }]);
  }
  loop.node.addMetadata(AGENT_NAMESPACE, agentNamespace);
}

/** Says what an account that is shared can do with the rights that the loop gives it, where no policy refuses it. */
export function warnOfOpenings(loop: Construct, settings: RemediationSettings): void {
  const { guardRails, otherJobs, serviceAccount, agentNamespace } = settings;
  if (serviceAccount.dedicated || (guardRails && !otherJobs)) return;
  const cause = guardRails ? 'otherJobs: true' : 'guardRails: false';
  loop.node.addMetadata(
    WARNING,
    `${cause} lets every sensor that runs as ${serviceAccount.name} make any Job in ${agentNamespace}: any image, under any ServiceAccount, with any Secret of that namespace and the files of the nodes. See docs/security.md`,
  );
}
