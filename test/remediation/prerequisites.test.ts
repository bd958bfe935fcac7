import type { EventBus } from '../../imports/argo-events';
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
    expect(enforced({ sensorNamespace: 'one', agentNamespace: 'one' })).toEqual([['one', undefined]]);
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
