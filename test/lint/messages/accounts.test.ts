import type { PlainObject } from '../../../src/lint';
import { eventSource, lines } from '../objects';

const clock = (night: object) => eventSource({ calendar: { night } });
const configMap = { name: 'clock-state' };

const watch = { resource: 'pods', version: 'v1', eventTypes: ['ADD'] };
const binding = (subject: object, namespace = 'events'): PlainObject => ({
  kind: 'RoleBinding',
  metadata: { name: 'b', namespace },
  subjects: [subject],
});

test.each<[PlainObject, string]>([
  [eventSource({ resource: { pods: watch } }), 'list and watch pods'],
  [clock({ persistence: { configMap } }), 'get and update the ConfigMap "clock-state"'],
])('source-account: %#', (source, need) => {
  const others = [
    binding({ kind: 'ServiceAccount', name: 'apps', namespace: 'events' }),
    binding({ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }),
    binding({ kind: 'Group', name: 'system:serviceaccounts:shop' }),
  ];
  expect(lines('source-account', source, ...others)).toEqual([
    `[spec.template.serviceAccountName] the pods run as the account "default", but have to be allowed to ${need}; name an account that a Role allows it [source-account]`,
  ]);
});

test('source-account: not said of one that needs nothing, names an account or whose account has rights', () => {
  const source = eventSource({ resource: { pods: watch } });
  const named = eventSource({ resource: { pods: watch }, template: { serviceAccountName: 'apps' } });
  expect(lines('source-account', named)).toEqual([]);
  expect(lines('source-account', clock({ schedule: '0 3 * * *' }))).toEqual([]);
  for (const subject of [
    { kind: 'ServiceAccount', name: 'default', namespace: 'events' },
    { kind: 'ServiceAccount', name: 'default' },
    { kind: 'Group', name: 'system:serviceaccounts:events' },
  ]) {
    expect(lines('source-account', source, binding(subject))).toEqual([]);
  }
});
