import { JsonPatch } from 'cdk8s';
import type { SensorSpec, StandardK8STrigger, Template } from '../../imports/argo-events';
import { equals, type Filter } from '../../src/argo-events/filters';
import { Manifest } from '../../src/argo-events/manifest';
import { raw } from '../../src/argo-events/references/slot';
import { Sensor, type SensorProps } from '../../src/argo-events/sensor';
import { type Action, create, http, patch, remove } from '../../src/argo-events/triggers';
import type { Folder } from '../../src/gitops/folder';
import { COMMENT } from './events';
import { ACTION, findingsOf, render, sensorIn, sensorSpec } from './rendered';

const ACCOUNT = { name: 'sensor-sa', namespace: 'events' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** A sensor with one trigger. */
function simple(folder: Folder, props: Partial<SensorProps> = {}): Sensor {
  const sensor = new Sensor(folder, 'comments', { name: 'comments', namespace: 'events', ...props });
  sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: ACTION });
  return sensor;
}
const objectOf = (props: Partial<SensorProps>) =>
  render((folder) => simple(folder, props))['events/comments-sensor'];

describe('the object', () => {
  test('has metadata, the default bus, dependencies and triggers', () => {
    expect(objectOf({})).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: { name: 'comments', namespace: 'events' },
      spec: {
        eventBusName: 'default',
        dependencies: [{ name: 'comment' }],
        triggers: [{ template: { name: 'act' } }],
      },
    });
  });

  test('leaves to the engine what is not given', () => {
    expect(Object.keys(objectOf({})?.spec as SensorSpec)).toEqual([
      'eventBusName',
      'dependencies',
      'triggers',
    ]);
    expect(Object.keys(objectOf({})?.metadata ?? {})).toEqual(['name', 'namespace']);
  });

  test('has labels, annotations, bus, replicas and pods as they are given', () => {
    const template: Template = { serviceAccountName: 'sensor-sa', metadata: { labels: { app: 'pods' } } };
    expect(
      objectOf({ labels: { app: 'a' }, annotations: { n: '1' }, eventBusName: 'own', replicas: 2, template }),
    ).toMatchObject({
      metadata: { labels: { app: 'a' }, annotations: { n: '1' } },
      spec: { eventBusName: 'own', replicas: 2, template },
    });
  });

  test('has dependencies and triggers in the order in which they are added', () => {
    const spec = sensorSpec((sensor) => {
      const [b, a] = [sensor.on('b', COMMENT), sensor.on('a', COMMENT)];
      sensor.do('second', { conditions: a, action: ACTION });
      sensor.do('first', { conditions: b, action: ACTION });
    });
    expect(spec.dependencies.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(spec.triggers.map(({ template }) => template.name)).toEqual(['second', 'first']);
  });
});

describe('findings', () => {
  test('come all at once, with the path of the sensor, and each mistake once', () => {
    const script: Filter = { toFilter: () => ({ script: 'return true' }) };
    const found = findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT, { filters: () => [script, script] });
      sensor.on('comment', COMMENT);
      sensor.do('act', {
        conditions: on,
        action: ACTION,
        atLeastOnce: false,
        retry: { steps: 2, duration: '1s' },
      });
      sensor.do('act', { conditions: on, action: ACTION });
    });
    expect(found).toEqual(
      [
        'dependency "comment" (spec.dependencies[0]): two filters of "script"; the engine takes one [filter]',
        'dependency "comment" (spec.dependencies[1].name): another dependency is called "comment", too; give it another name [duplicate-dependency]',
        'trigger "act" (spec.triggers[1].template.name): another trigger or dlqTrigger is called "act", too; give it another name [duplicate-trigger]',
        'trigger "act" (spec.triggers[0].atLeastOnce): retryStrategy has no effect without atLeastOnce: true [retry-at-most-once]',
      ].map((text) => `[app/comments] ${text}`),
    );
  });

  test('a filter that cannot be made, and an action', () => {
    const found = findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT, { filters: (e) => [equals(e.body.comment.user.login, '')] });
      const payload = { count: Number.NaN };
      sensor.do('act', {
        conditions: on,
        action: http({ method: 'POST', url: 'https://x/', allow: [200], payload }),
      });
    });
    expect(found).toEqual([
      '[app/comments] dependency "comment", filter on comment.data.body.comment.user.login (spec.dependencies[0]): the engine does not accept "" as a value; for an empty value, write empty(…) [filter]',
      '[app/comments] trigger "act" (spec.triggers[0]): payload.count is NaN, which JSON does not have [payload]',
    ]);
  });

  test('a second account', () => {
    const found = findingsOf((sensor) => {
      sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: ACTION });
      sensor.grant(ACCOUNT);
      sensor.grant({ ...ACCOUNT, name: 'other' });
    });
    expect(found).toEqual([
      '[app/comments] grant(…) is called with "sensor-sa" and "other"; its pods run as one account: call grant(…) once [account]',
    ]);
  });

  test('a fault of the program is none: it is thrown', () => {
    const fault = new TypeError('x is not a function');
    const failing = () => {
      throw fault;
    };
    expect(() => sensorSpec((sensor) => sensor.on('comment', COMMENT, { filters: failing }))).toThrow(fault);
    const act = (sensor: Sensor) =>
      sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: { bind: failing } });
    expect(() => sensorSpec(act)).toThrow(fault);
  });

  test('a trigger in a sensor without dependencies', () => {
    const build = () =>
      render((folder) => {
        const other = new Sensor(folder, 'other', { name: 'other', namespace: 'events' });
        const on = other.on('elsewhere', COMMENT);
        other.do('act', { conditions: on, action: ACTION });
        sensorIn(folder).do('act', { conditions: on, action: ACTION });
      });
    expect(build).toThrow(
      '[app/comments] trigger "act" (spec.triggers[0].template.conditions): waits for the dependency "elsewhere" of another sensor, "other"; add the dependency to "comments", and use it [trigger-data]',
    );
  });

  test('a sensor that does nothing', () => {
    expect(() => sensorSpec(() => undefined)).toThrow(/^\[app\/comments\] spec\.dependencies: empty list; /);
  });

  test('an unknown field in what is passed through', () => {
    const template = { serviceAcountName: 'sensor-sa' } as Template;
    expect(() => objectOf({ template })).toThrow(
      /^\[app\/comments\] spec\.template: unknown field "serviceAcountName"; did you mean/,
    );
  });

  test('an unknown field of an action that somebody wrote', () => {
    const source: StandardK8STrigger['source'] = { resource: { ...CONFIG_MAP, metadata: { name: 'seen' } } };
    const k8s = { source, operatoin: 'patch' };
    const action: Action = { bind: () => ({ template: { k8s }, permissions: [] }) };
    const build = () =>
      sensorSpec((sensor) => sensor.do('act', { conditions: sensor.on('comment', COMMENT), action }));
    expect(build).toThrow(
      /^\[app\/comments\] trigger "act" \(spec\.triggers\[0\]\.template\.k8s\): unknown field "operatoin"; did/,
    );
  });

  test('an unknown field that a JSON patch puts in', () => {
    const build = () =>
      render((folder) => {
        const sensor = simple(folder).node.children.find((child) => child instanceof Manifest);
        sensor?.addJsonPatch(JsonPatch.add('/spec/replica', 2));
      });
    expect(build).toThrow('"replica"');
  });
});

describe('grant', () => {
  const rolesOf = (build: (sensor: Sensor) => void) => {
    const objects = render((folder) => build(sensorIn(folder)));
    return Object.fromEntries(
      Object.entries(objects)
        .filter(([, { kind }]) => kind.endsWith('Role'))
        .map(([file, role]) => [file, role['rules']]),
    );
  };
  const actions = {
    patch: patch({ ...CONFIG_MAP, metadata: { name: 'state', namespace: 'agents' } }),
    create: create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'cancel-' } }),
    remove: remove({ ...CONFIG_MAP, metadata: { name: 'state', namespace: 'agents' } }),
    call: http({ method: 'POST', url: 'https://example.com/', allow: [200] }),
  };
  type Name = keyof typeof actions;
  const withActions = (names: readonly Name[]) => (sensor: Sensor) => {
    const on = sensor.on('comment', COMMENT);
    for (const name of names) sensor.do(name, { conditions: on, action: actions[name] });
    sensor.grant(ACCOUNT);
  };

  test('allows the verbs of the triggers on their objects, and nothing more', () => {
    expect(rolesOf(withActions(['patch', 'create', 'remove', 'call']))).toEqual({
      'agents/comments-role': [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
        {
          apiGroups: [''],
          resources: ['configmaps'],
          resourceNames: ['state'],
          verbs: ['delete', 'get', 'patch'],
        },
      ],
      'events/comments-role': [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }],
    });
  });

  test('does not depend on the order of the triggers', () => {
    expect(rolesOf(withActions(['remove', 'call', 'create', 'patch']))).toEqual(
      rolesOf(withActions(['patch', 'create', 'remove', 'call'])),
    );
  });

  test('makes no role for triggers that do not use the API server', () => {
    expect(rolesOf(withActions(['call']))).toEqual({});
  });

  test('allows what fallbacks need', () => {
    const roles = rolesOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      sensor.do('call', {
        conditions: on,
        action: actions.call,
        fallback: { name: 'cancel', action: actions.create },
      });
      sensor.grant(ACCOUNT);
    });
    expect(roles).toEqual({
      'events/comments-role': [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] }],
    });
  });

  test('trap: holds for a trigger that is added later too', () => {
    const roles = rolesOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      sensor.do('patch', { conditions: on, action: actions.patch });
      sensor.grant(ACCOUNT);
      sensor.do('create', { conditions: on, action: actions.create });
    });
    expect(roles).toEqual(rolesOf(withActions(['patch', 'create'])));
  });

  test('limits nothing by a name from the event', () => {
    const roles = rolesOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      const { user } = on.data.body.comment;
      const action = patch({ ...CONFIG_MAP, metadata: { name: user.login }, data: raw(on.data.body.counts) });
      sensor.do('act', { conditions: on, action });
      sensor.grant(ACCOUNT);
    });
    expect(roles).toEqual({
      'events/comments-role': [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'get', 'patch'] },
      ],
    });
  });
});
