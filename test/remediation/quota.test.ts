import type { RemediationProps } from '../../src/remediation/props';
import { renderLoop, renderWithPrerequisites } from './rendered';

const QUOTA = 'remediation-loop-resourcequota';

const hard = (props?: RemediationProps) =>
  (renderWithPrerequisites(props)[QUOTA] as { spec?: { hard: unknown } } | undefined)?.spec?.hard;

test('the default has room for ten tasks a day that use up their iterations, as long as their runs stay', () => {
  expect(hard()).toEqual({ 'count/coderuns.cto.5dlabs.com': '3k', 'count/jobs.batch': '4k' });
  expect(hard({ retention: { days: 8 }, maxIterations: 3 })).toEqual({
    'count/coderuns.cto.5dlabs.com': '240',
    'count/jobs.batch': '1240',
  });
});

test('figures are as Kubernetes writes them', () => {
  expect(hard({ quota: { codeRuns: 1_000_000, jobs: 1500 } })).toEqual({
    'count/coderuns.cto.5dlabs.com': '1M',
    'count/jobs.batch': '1500',
  });
});

test('it counts the CodeRuns of any kind', () => {
  const codeRun = () => ({ apiVersion: 'agents.example.com/v2', kind: 'AgentRun', spec: { a: 1 } });
  expect(Object.keys(hard({ codeRun }) ?? {})).toEqual([
    'count/agentruns.agents.example.com',
    'count/jobs.batch',
  ]);
});

test('nothing deletes CodeRuns without the policies, so there is no default', () => {
  expect(hard({ policies: false })).toBeUndefined();
  expect(hard({ policies: false, quota: { jobs: 50 } })).toEqual({ 'count/jobs.batch': '50' });
  expect(hard({ quota: false })).toBeUndefined();
});

test('it is beside the namespace, unless the platform has agreed to it', () => {
  expect(renderLoop()).not.toHaveProperty(QUOTA);
  const props: RemediationProps = { quota: { in: 'resources' }, namespaces: { agents: 'agents' } };
  expect(renderLoop(props)[QUOTA]?.metadata).toMatchObject({ namespace: 'agents' });
  // Rendered twice, it would be refused.
  expect(renderWithPrerequisites(props)).toHaveProperty(QUOTA);
});
