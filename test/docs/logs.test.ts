import { parse } from 'yaml';
import type { CronJob, Deployment, Job } from '../../src/argo-events/kubernetes';
import { renderMonitoring, renderWithPrerequisites, trigger } from '../remediation/rendered';
import { read, rows } from './markdown';

type Labels = Readonly<Record<string, string>> | undefined;

/** The namespace and the label `app` of each pod of the loop, its event source and its monitoring. */
function pods(): [string, string][] {
  const objects = Object.values({ ...renderWithPrerequisites({ redelivery: {} }), ...renderMonitoring() });
  const job = trigger(
    objects.find(({ kind }) => kind === 'Sensor'),
    'cancel-quality-agents',
  )?.template.k8s?.source?.resource as unknown as Job;
  const found: [string | undefined, Labels][] = [
    [job.metadata?.namespace, job.spec?.template.metadata?.labels],
  ];
  for (const object of objects) {
    const { namespace } = object.metadata as { namespace?: string };
    if (object.kind === 'Deployment') {
      const { spec } = object as unknown as Deployment;
      found.push([namespace, spec?.template.metadata?.labels]);
    }
    if (object.kind === 'CronJob') {
      const { spec } = object as unknown as CronJob;
      found.push([namespace, spec?.jobTemplate.spec?.template.metadata?.labels]);
    }
    if (object.kind === 'Sensor' || object.kind === 'EventSource') {
      const { spec } = object as unknown as { spec: { template: { metadata: { labels: Labels } } } };
      found.push([namespace, spec.template.metadata.labels]);
    }
  }
  return found.map(([namespace = '', labels]) => [namespace, labels?.['app'] ?? '']);
}

const text = read('docs/operate.md');
const [, block = ''] = /```yml\n(pipeline:\n.*?)```/s.exec(text) ?? [];

test('the table has the labels of the pods', () => {
  const told = rows(text)
    .filter(([namespace = '']) => /^`(?:github-webhooks|agent-platform)`$/.test(namespace))
    .flatMap(([namespace = '', apps = '']) =>
      [...apps.matchAll(/`([^`]+)`/g)].map(([, app]) => [namespace.slice(1, -1), app]),
    );
  expect(told.sort()).toEqual(pods().sort());
});

test('the collector selects them, and no others', () => {
  const { inputs, filters } = (
    parse(block) as { pipeline: { inputs: { path: string }[]; filters: { name: string; regex?: string }[] } }
  ).pipeline;
  const { regex = '' } = filters.find(({ name }) => name === 'grep') ?? {};
  const [field, pattern = ''] = regex.split(' ');
  expect(field).toBe("$kubernetes['labels']['app']");
  for (const [namespace, app] of pods()) {
    expect(app).toMatch(new RegExp(pattern));
    expect(inputs[0]?.path).toContain(`_${namespace}_`);
  }
  expect('sample-feedback-event').not.toMatch(new RegExp(pattern));
});
