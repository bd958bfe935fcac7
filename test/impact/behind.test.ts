import { statements, told } from './objects';

const NOTHING = 'kind: Sensor\nmetadata: { name: kept }\n';
const gone = (apiVersion: string, kind: string) =>
  told(
    'objects',
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n---\n${NOTHING}`,
    NOTHING,
  );

test('what an object does that kubectl apply leaves, and that is pruned', () => {
  expect(gone('argoproj.io/v1alpha1', 'Sensor')).toEqual([
    'note Sensor/a: kubectl apply leaves it: it goes on to act on events: with a Sensor that takes its place, each event is handled twice; prune deletes it: what waits on the bus stays there',
  ]);
  expect(gone('batch/v1', 'CronJob')).toEqual([
    'note CronJob/a: kubectl apply leaves it: it goes on; prune deletes it',
  ]);
  expect(gone('example.com/v1', 'Thing')).toEqual([
    'note Thing/a: kubectl apply leaves it; prune deletes it',
  ]);
});

test('with a Namespace or a CRD, all that is in it goes', () => {
  expect(gone('v1', 'Namespace')).toEqual([
    'lost Namespace/a: kubectl apply leaves it; prune deletes it: everything in it is deleted, also what triggers have made',
  ]);
  expect(gone('apiextensions.k8s.io/v1', 'CustomResourceDefinition')[0]).toMatch(/^lost /);
  // A kind of that name of another group is none.
  expect(gone('example.com/v1', 'Namespace')[0]).toMatch(/^note /);
});

test('several of a kind are said together', () => {
  const job = (name: string) => `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: ${name} }\n---\n`;
  expect(told('objects', `${job('a')}${job('b')}${NOTHING}`, NOTHING)).toEqual([
    'note CronJob/a CronJob/b: kubectl apply leaves them: they go on; prune deletes them',
  ]);
});

test('another version of a group is the same object; another namespace is another one', () => {
  const job = (version: string, namespace = 'events') =>
    `apiVersion: batch/${version}\nkind: CronJob\nmetadata: { name: a, namespace: ${namespace} }\n`;
  expect(told('objects', job('v1beta1'), job('v1'))).toEqual([]);
  expect(told('objects', job('v1'), job('v1', 'others'))).toHaveLength(1);
});

describe('objects that no event is about any more', () => {
  const tree = ({ resource = 'pods', labels = '', namespace = 'work', name = 'watch' }) => `
kind: EventSource
metadata: { name: ${name} }
spec:
  resource: { changed: { version: v1, resource: ${resource}, namespace: ${namespace}, filter: { labels: [${labels}] } } }
---
kind: Sensor
metadata: { name: s }
spec:
  dependencies: [{ name: d, eventSourceName: ${name}, eventName: changed }]
  triggers: [{ template: { name: t, conditions: d, log: {} } }]
`;
  const change = (before: Parameters<typeof tree>[0], after: Parameters<typeof tree>[0]) =>
    statements('objects', tree(before), tree(after)).filter(({ message }) => message.startsWith('no event'));
  const label = '{ key: app, operation: "==", value: loop }';

  test('another namespace, kind or label forgets them', () => {
    expect(change({ labels: label }, { namespace: 'elsewhere', labels: label })).toMatchObject([
      {
        effect: 'lost',
        message:
          'no event of the new tree is about all objects of event "changed" any more, "pods -n work -l app=loop"; they stay, and what is still to be done for them is not done',
        help: 'deploy when nothing is to be done for them: kubectl get pods -n work -l app=loop',
      },
    ]);
    expect(change({}, { resource: 'jobs' })).toHaveLength(1);
    expect(change({}, { labels: label })).toHaveLength(1);
  });

  test('a wider selection, or another name of the event source, does not', () => {
    expect(change({ labels: label }, {})).toEqual([]);
    expect(change({}, { namespace: '""' })).toEqual([]);
    expect(change({}, { name: 'other' })).toEqual([]);
  });

  test('one that is gone for good is no loss', () => {
    expect(statements('objects', tree({}), NOTHING)).toMatchObject([{ effect: 'note' }, {}, {}]);
  });
});
