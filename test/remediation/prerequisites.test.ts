import { App } from 'cdk8s';
import type { EventBus } from '../../imports/argo-events';
import { EventSource } from '../../src/argo-events/event-source';
import { githubEvent } from '../../src/argo-events/event-sources';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { RemediationLoop } from '../../src/remediation/loop';
import { RemediationPrerequisites } from '../../src/remediation/prerequisites';
import type { RemediationProps } from '../../src/remediation/props';
import { renderWithPrerequisites } from './rendered';

const bus = (props?: RemediationProps) =>
  (renderWithPrerequisites(props)['default-eventbus'] as unknown as EventBus).spec.jetstream;

describe('the bus', () => {
  test('has a version and three pods, each on a node of its own where there are as many', () => {
    expect(bus()).toMatchObject({
      version: '2.10.29',
      replicas: 3,
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              podAffinityTerm: {
                topologyKey: 'kubernetes.io/hostname',
                labelSelector: { matchLabels: { 'eventbus-name': 'default' } },
              },
            },
          ],
        },
      },
    });
    expect(bus({ bus: { version: '2.9.16' } })?.version).toBe('2.9.16');
  });

  test('is evicted one pod at a time', () => {
    const budget = (props?: RemediationProps) =>
      renderWithPrerequisites(props)['eventbus-default-poddisruptionbudget'];
    expect(budget()).toMatchObject({
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { controller: 'eventbus-controller', 'eventbus-name': 'default' } },
      },
    });
    expect(budget({ bus: { disruptionBudget: false } })).toBeUndefined();
  });

  test('keeps events on volumes, in a group of its pods', () => {
    expect(bus()?.persistence).toEqual({ volumeSize: '10Gi' });
    expect(bus()?.securityContext?.fsGroup).toBe(65534);
    expect(bus({ bus: { persistence: { storageClassName: 'fast', size: '50Gi' } } })?.persistence).toEqual({
      storageClassName: 'fast',
      volumeSize: '50Gi',
    });
  });

  test('keeps them in the pods when it is told to', () => {
    expect(bus({ bus: { persistence: false } })).not.toHaveProperty('persistence');
  });
});

describe('namespaces', () => {
  const enforced = (props?: RemediationProps) =>
    Object.values(renderWithPrerequisites(props))
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]);

  test('that of the sensor enforces the restricted profile, that of the agents none', () => {
    expect(enforced()).toEqual(
      expect.arrayContaining([
        ['github-webhooks', 'restricted'],
        ['agent-platform', undefined],
      ]),
    );
  });

  test('where they are one, agents are in it', () => {
    expect(enforced({ namespaces: { sensors: 'one', agents: 'one' } })).toEqual([['one', undefined]]);
  });
});

test('the event source that calls nobody has no token', () => {
  const objects = renderWithPrerequisites();
  expect(objects['github-eventsource-serviceaccount']).toMatchObject({ automountServiceAccountToken: false });
  // A watch and the triggers need theirs.
  for (const name of ['remediation-state-serviceaccount', 'argo-events-sa-serviceaccount']) {
    expect(objects[name]).not.toHaveProperty('automountServiceAccountToken');
  }
});

describe('an event source of the app that brings the comments', () => {
  function render(where: { readonly namespace?: string; readonly eventBusName?: string }): string[] {
    const folder = new Folder(new App(), 'app', { path: 'out' });
    const hooks = new EventSource(folder, 'hooks', {
      name: 'hooks',
      namespace: 'github-webhooks',
      ...where,
      events: {
        comments: githubEvent({
          repositories: [{ owner: '5dlabs', names: ['cto'] }],
          events: ['issue_comment'],
          endpoint: '/hooks',
          port: 12000,
          webhookSecret: { name: 'github-webhook', key: 'secret' },
        }),
      },
    });
    const props = { comments: hooks.event('comments') };
    new RemediationLoop(folder, 'loop', props);
    new RemediationPrerequisites(folder, 'given', props);
    return [...renderTree(folder.node.root as App).keys()];
  }

  test('takes the place of that of the prerequisites', () => {
    const sources = render({}).filter((path) => path.endsWith('-eventsource.yaml'));
    expect(sources.map((path) => path.split('/').at(-1))).toEqual([
      'hooks-eventsource.yaml',
      'remediation-state-eventsource.yaml',
    ]);
  });

  test.each([
    [
      { namespace: 'elsewhere' },
      'dependency "feedback-comment" (spec.dependencies[0]): the EventSource "hooks" is in namespace "elsewhere", but the sensor is in "github-webhooks", ',
    ],
    [{ eventBusName: 'another' }, '[different-bus]'],
  ])('is refused with %j: the sensor would get none of its events', (where, message) => {
    expect(() => render(where)).toThrow(message);
  });
});
