import type { Job } from '../../../src/argo-events/kubernetes';
import { raw, text } from '../../../src/argo-events/references/slot';
import {
  type Action,
  create,
  patch,
  remove,
  resource,
  type TriggerResource,
  update,
} from '../../../src/argo-events/triggers';
import { COMMENT, dataOf } from '../events';
import { findingsOf, triggerWith } from '../rendered';

const data = dataOf<{ task: string; pr: number; namespace: string }>();
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const bind = (action: Action) => action.bind({ namespace: 'events', dependency: 'comment', isCertain: true });
const permissions = (action: Action) => bind(action).permissions;

describe('the template', () => {
  test('is the object, with a parameter for each value from the event', () => {
    const action = (task: typeof data) =>
      patch({
        ...CONFIG_MAP,
        metadata: { name: text`task-${task.task}`, namespace: 'agents', labels: { 'task-id': task.task } },
        data: { pr: raw(task.pr), kept: 'yes' },
      });
    const template = triggerWith(() => ({ action: action(data) }))?.template;
    expect(template?.k8s).toEqual({
      operation: 'patch',
      source: {
        resource: {
          ...CONFIG_MAP,
          metadata: { name: '', namespace: 'agents', labels: { 'task-id': '' } },
          data: { pr: '', kept: 'yes' },
        },
      },
      parameters: [
        { src: { dependencyName: 'comment', dataTemplate: expect.any(String) }, dest: 'metadata.name' },
        { src: { dependencyName: 'comment', dataKey: 'task' }, dest: 'metadata.labels.task-id' },
        { src: { dependencyName: 'comment', dataKey: 'pr', useRawData: true }, dest: 'data.pr' },
      ],
    });
  });

  test('of an object without event data has no parameters', () => {
    const { template } = bind(create({ ...CONFIG_MAP, metadata: { name: 'state' } }));
    expect(template.k8s).not.toHaveProperty('parameters');
  });

  test('keeps null, with which a merge patch deletes', () => {
    const { template } = bind(patch({ ...CONFIG_MAP, metadata: { name: 'state' }, data: { old: null } }));
    expect(template.k8s?.source?.resource).toMatchObject({ data: { old: null } });
  });

  test('has a patch strategy of the engine: no word for it reaches the API server', () => {
    const { template } = bind(patch({ ...CONFIG_MAP, metadata: { name: 'state' } }));
    expect(template.k8s).not.toHaveProperty('patchStrategy');
  });

  test('typed by its kind is the same object', () => {
    const object = { ...CONFIG_MAP, metadata: { name: 'state' } };
    expect(resource<{ apiVersion: string; kind: string; metadata: { name: string } }>(object)).toBe(object);
  });
});

describe('each operation asks for the verbs that the engine uses', () => {
  test.each<[string, (template: TriggerResource) => Action, string, string[]]>([
    ['create', create, 'create', ['create']],
    ['patch', patch, 'patch', ['get', 'create', 'patch']],
    ['update', update, 'update', ['get', 'create', 'update']],
    ['remove', remove, 'delete', ['get', 'delete']],
  ])('%s', (_, action, operation, verbs) => {
    const { template, permissions: needed } = bind(action({ ...CONFIG_MAP, metadata: { name: data.task } }));
    expect(template.k8s?.operation).toBe(operation);
    expect(needed).toEqual(
      verbs.map((verb) => ({ apiGroup: '', resource: 'configmaps', verb, namespace: 'events' })),
    );
  });
});

describe('permissions', () => {
  test('a constant name limits every verb but create, which the API server grants before it knows the name', () => {
    expect(permissions(patch({ ...CONFIG_MAP, metadata: { name: 'state' } }))).toEqual([
      { apiGroup: '', resource: 'configmaps', verb: 'get', namespace: 'events', resourceName: 'state' },
      { apiGroup: '', resource: 'configmaps', verb: 'create', namespace: 'events' },
      { apiGroup: '', resource: 'configmaps', verb: 'patch', namespace: 'events', resourceName: 'state' },
    ]);
  });

  test('a generated name limits nothing', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'cancel-' } };
    expect(permissions(create(job))).toEqual([
      { apiGroup: 'batch', resource: 'jobs', verb: 'create', namespace: 'events' },
    ]);
  });

  test('the namespace is that of the object, else that of the sensor', () => {
    const inNamespace = (metadata: TriggerResource[string]) =>
      permissions(create({ ...CONFIG_MAP, metadata })).map(({ namespace }) => namespace);
    expect([
      inNamespace({ name: 'a', namespace: 'agents' }),
      inNamespace({ name: 'a' }),
      inNamespace(undefined),
    ]).toEqual([['agents'], ['events'], ['events']]);
  });

  test.each(['Namespace', 'Node'])('a %s is of the cluster, as the engine knows', (kind) => {
    const [permission] = permissions(create({ apiVersion: 'v1', kind, metadata: { name: 'a' } }));
    expect(permission).not.toHaveProperty('namespace');
  });

  test('a namespace from the event is refused, for it would need every namespace', () => {
    const namespace = text`team-${data.namespace}`;
    expect(() => permissions(create({ ...CONFIG_MAP, metadata: { name: 'a', namespace } }))).toThrow(
      'the namespace of the ConfigMap comes from the event, so no Role can be derived; write it as a string [permissions]',
    );
  });

  test('so is a namespace in metadata that come from the event as a whole', () => {
    const metadata = raw(dataOf<{ metadata: { namespace: string } }>().metadata);
    expect(() => permissions(create({ ...CONFIG_MAP, metadata }))).toThrow('comes from the event');
  });
});

test('a policy waits for labels, and needs to get the object', () => {
  const policy = { labels: { done: 'true' }, backoff: { steps: 3 }, errorOnBackoffTimeout: true };
  const bound = bind(create({ ...CONFIG_MAP, metadata: { generateName: 'x-' } }, { policy }));
  expect(bound.policy).toEqual({ k8s: policy });
  expect(bound.permissions.map(({ verb }) => verb)).toEqual(['create', 'get']);
});

test('what a policy leaves out is there as the controller stores it', () => {
  const policy = { labels: { done: 'true' } };
  expect(bind(create(CONFIG_MAP, { policy })).policy).toEqual({
    k8s: { ...policy, backoff: {}, errorOnBackoffTimeout: false },
  });
});

describe('a name', () => {
  const METADATA = { generateName: 'request-', namespace: 'shop' };
  const findings = (action: Action) =>
    findingsOf((sensor) => sensor.do('act', { conditions: sensor.on('comment', COMMENT), action }));

  test('may be left to Kubernetes by create', () => {
    const job = resource<Job>({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: METADATA,
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
    });
    expect(findings(create(job))).toEqual([]);
    expect(permissions(create(job))).toEqual([
      { apiGroup: 'batch', resource: 'jobs', verb: 'create', namespace: 'shop' },
    ]);
  });

  test.each([
    ['patch', patch],
    ['update', update],
    ['delete', remove],
  ])('has to be there for %s', (operation, action) => {
    const place =
      '[app/comments] trigger "act" (spec.triggers[0].template.k8s.source.resource.metadata.name): the object to';
    expect(findings(action({ ...CONFIG_MAP, metadata: METADATA }))).toEqual([
      `${place} ${operation} has no name; set it, or a parameter for it: only a new object can have a generateName [k8s-object-name]`,
    ]);
    expect(findings(action({ ...CONFIG_MAP, metadata: { namespace: 'shop' } }))).toEqual([
      `${place} ${operation} has no name; set it, or a parameter for it [k8s-object-name]`,
    ]);
  });
});
