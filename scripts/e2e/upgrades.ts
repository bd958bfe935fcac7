import type { RemediationProps } from '../../src/remediation/props';

/** A task that waits is re-triggered within a minute and a half, so that a scenario does not wait for ten minutes. */
const quick = { schedule: '* * * * *', pause: 20 };

function loop(name: string, props: RemediationProps = {}): RemediationProps {
  return {
    name,
    github: { repository: `octo-org/${name}` },
    namespaces: { agents: `${name}-agents` },
    serviceAccount: { name, dedicated: true },
    resync: quick,
    ...props,
  };
}

const named = loop('named');
/** Other people's CodeRun: another group, camelCase, fields that are required. */
export const agentRun: NonNullable<RemediationProps['codeRun']> = (run) => ({
  apiVersion: 'agents.example.com/v2',
  kind: 'AgentRun',
  spec: {
    pullRequest: run.prNumber,
    commentId: run.comment,
    attempt: run.iteration,
    attempts: run.maxIterations,
    env: [{ name: 'TASK', value: run.task }],
  },
});

/**
 * The loops that test/e2e/upgrades changes while comments come in. The tree with the name of its loop is deployed first, and
 * replaced by those whose names begin with that.
 */
export const UPGRADES: Readonly<Record<string, RemediationProps>> = {
  rolled: loop('rolled'),
  'rolled-retries': loop('rolled', { retries: { codeRun: { steps: 4, duration: '5s', factor: 2 } } }),
  'rolled-reviewers': loop('rolled', { reviewers: ['5DLabs-Tess', '5DLabs-Tess[bot]', 'octo-qa[bot]'] }),
  sharded: loop('sharded'),
  'sharded-3': loop('sharded', { shards: 3 }),
  pruned: loop('pruned', { shards: 3 }),
  'pruned-less': loop('pruned', { cancelledAgents: false }),
  named,
  'named-renamed': { ...named, name: 'renamed', serviceAccount: { name: 'renamed', dedicated: true } },
  moved: loop('moved'),
  'moved-elsewhere': loop('moved', { namespaces: { agents: 'moved-elsewhere' } }),
  kinds: loop('kinds', { codeRun: agentRun }),
  'kinds-task': loop('kinds'),
};
