import { App } from 'cdk8s';
import { raw, text, withDefault } from '../../../src/argo-events/references/slot';
import {
  type Action,
  argoWorkflow,
  type TriggerOfKind,
  triggerOfKind,
  type WorkflowAction,
} from '../../../src/argo-events/triggers';
import { toLine } from '../../../src/findings/line';
import { Folder } from '../../../src/gitops/folder';
import { renderTree } from '../../../src/gitops/tree';
import { warningsOf } from '../../../src/warnings';
import { COMMENT, dataOf } from '../events';
import { findingsOf, render, sensorIn, triggerWith } from '../rendered';

const data = dataOf<{ sha: string; pr: number; spec: object; namespace: string }>();
const NEW = {
  operation: 'submit',
  metadata: { generateName: 'build-' },
  spec: { entrypoint: 'main' },
} as const;

const bind = (action: WorkflowAction) =>
  argoWorkflow(action).bind({ namespace: 'events', dependency: 'comment', isCertain: true });
const rights = (action: WorkflowAction) => bind(action).permissions.map(rightOf);
const rightOf = (one: { resource: string; verb: string; resourceName?: string; namespace?: string }) =>
  [one.namespace ?? 'cluster', one.resource, one.resourceName ?? '*', one.verb].join('/');

describe('submit', () => {
  test('is a Workflow, whose values from the event are parameters', () => {
    const action = argoWorkflow({
      operation: 'submit',
      metadata: { name: text`build-${data.pr}`, labels: { sha: data.sha } },
      spec: { entrypoint: 'main', priority: raw(data.pr) },
    });
    const trigger = triggerWith(() => ({ action }));
    expect(trigger?.template.argoWorkflow).toEqual({
      operation: 'submit',
      source: {
        resource: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name: '', labels: { sha: '' } },
          spec: { entrypoint: 'main', priority: '' },
        },
      },
      parameters: [
        { src: { dependencyName: 'comment', dataTemplate: expect.any(String) }, dest: 'metadata.name' },
        { src: { dependencyName: 'comment', dataKey: 'sha' }, dest: 'metadata.labels.sha' },
        { src: { dependencyName: 'comment', dataKey: 'pr', useRawData: true }, dest: 'spec.priority' },
      ],
    });
    expect(trigger).not.toHaveProperty('policy');
  });

  test('has arguments by name, as texts', () => {
    const { template } = bind({ ...NEW, arguments: { sha: data.sha, pr: 7, draft: false, 'a.b': data.pr } });
    expect(template.argoWorkflow?.source.resource).toMatchObject({
      spec: {
        entrypoint: 'main',
        arguments: {
          parameters: [
            { name: 'sha', value: '' },
            { name: 'pr', value: '7' },
            { name: 'draft', value: 'false' },
            { name: 'a.b', value: '' },
          ],
        },
      },
    });
    expect(template.argoWorkflow?.parameters?.map(({ dest }) => dest)).toEqual([
      'spec.arguments.parameters.0.value',
      'spec.arguments.parameters.3.value',
    ]);
  });

  test('gives a parameter of the spec its value, where it stands', () => {
    const own = {
      artifacts: [{ name: 'x' }],
      parameters: [{ name: 'a', value: '1' }, { name: 'b' }, { name: 'c' }],
    };
    const { template } = bind({
      ...NEW,
      spec: { entrypoint: 'main', arguments: own },
      arguments: { d: 'new', b: data.sha },
    });
    expect(template.argoWorkflow?.source.resource).toMatchObject({
      spec: {
        arguments: {
          artifacts: [{ name: 'x' }],
          parameters: [
            { name: 'a', value: '1' },
            { name: 'b', value: '' },
            { name: 'c' },
            { name: 'd', value: 'new' },
          ],
        },
      },
    });
    expect(template.argoWorkflow?.parameters?.map(({ dest }) => dest)).toEqual([
      'spec.arguments.parameters.1.value',
    ]);
  });

  test('has nothing to add arguments to if they come from the event as a whole', () => {
    const spec = { entrypoint: 'main', arguments: raw(data.spec) };
    expect(() => bind({ ...NEW, spec, arguments: { a: '1' } })).toThrow(
      'spec.arguments comes from the event as a whole, so nothing can be added to it; write all parameters in arguments',
    );
    expect(() => bind({ ...NEW, spec })).not.toThrow();
  });

  test('leaves the templates of Argo Workflows alone', () => {
    const args = ['{{inputs.parameters.x}}', '{{workflow.name}}'];
    const spec = { templates: [{ name: 'main', container: { image: 'x', args } }] };
    const findings = findingsOf((sensor) =>
      sensor.do('act', {
        conditions: sensor.on('comment', COMMENT),
        action: argoWorkflow({ ...NEW, spec }),
      }),
    );
    expect(findings).toEqual([]);
    expect(bind({ ...NEW, spec }).template.argoWorkflow?.source.resource).toMatchObject({ spec });
  });
});

describe('an operation on a Workflow', () => {
  test('names it', () => {
    const { template, policy } = bind({
      operation: 'stop',
      name: data.sha,
      namespace: 'ci',
      args: ['--message', 'x'],
    });
    expect(policy).toBeUndefined();
    expect(template.argoWorkflow).toEqual({
      operation: 'stop',
      args: ['--message', 'x'],
      source: {
        resource: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name: '', namespace: 'ci' },
        },
      },
      parameters: [{ src: { dependencyName: 'comment', dataKey: 'sha' }, dest: 'metadata.name' }],
    });
  });

  test('may wait for labels', () => {
    const labels = { 'workflows.argoproj.io/phase': 'Failed' };
    expect(bind({ operation: 'terminate', name: 'build', policy: { labels } }).policy).toEqual({
      k8s: { labels, backoff: {}, errorOnBackoffTimeout: false },
    });
  });

  test.each(['resubmit', 'retry'] as const)(
    '%s has arguments: a value from the event follows its name',
    (operation) => {
      const { template, parameters } = bind({
        operation,
        name: 'build',
        args: ['--priority', '1'],
        arguments: { pr: 7, sha: withDefault(data.sha, 'main') },
      });
      expect(template.argoWorkflow?.args).toEqual(['--priority', '1', '-p', 'pr=7', '-p', 'sha=']);
      expect(parameters).toEqual([
        {
          src: { dependencyName: 'comment', dataKey: expect.any(String), value: 'main' },
          dest: 'argoWorkflow.args.5',
          operation: 'append',
        },
      ]);
    },
  );
});

describe('permissions', () => {
  test.each([
    ['resume', ['get', 'update'], []],
    ['suspend', ['get', 'update'], []],
    ['stop', ['get', 'patch'], []],
    ['terminate', ['get', 'patch'], []],
    ['retry', ['get', 'update'], ['ci/pods/*/delete']],
    ['resubmit', ['get'], ['ci/workflows/*/create', 'ci/workflowtemplates/*/get']],
  ] as const)('of %s', (operation, verbs, others) => {
    const named = verbs.map((verb) => `ci/workflows/build/${verb}`);
    expect(rights({ operation, name: 'build', namespace: 'ci' }).sort()).toEqual(
      [...named, ...others].sort(),
    );
    expect(rights({ operation, name: data.sha })).toContain('events/workflows/*/get');
  });

  test('of submit', () => {
    expect(rights(NEW)).toEqual(['events/workflows/*/create', 'events/workflows/*/list']);
    expect(rights({ ...NEW, metadata: { name: 'a', namespace: 'ci' } })).toEqual([
      'ci/workflows/*/create',
      'ci/workflows/*/list',
    ]);
  });

  test('of the templates that a Workflow names', () => {
    const of = (spec: Extract<WorkflowAction, { operation: 'submit' }>['spec']) =>
      rights({ ...NEW, spec }).slice(2);
    const read = 'events/workflowtemplates/*/get';
    const cluster = ['get', 'list', 'watch'].map((verb) => `cluster/clusterworkflowtemplates/*/${verb}`);
    expect(of({ workflowTemplateRef: { name: 'build' } })).toEqual([read]);
    expect(of({ workflowTemplateRef: { name: data.sha } })).toEqual([read]);
    expect(of({ workflowTemplateRef: { name: 'build', clusterScope: true } })).toEqual([read, ...cluster]);
    const task = (templateRef: object) => ({ templates: [{ dag: { tasks: [{ name: 'a', templateRef }] } }] });
    expect(of(task({ name: 'build', template: 'main' }) as never)).toEqual([read]);
    expect(of(task({ name: 'build', clusterScope: true }) as never)).toEqual([read, ...cluster]);
  });

  test('are a ClusterRole for a ClusterWorkflowTemplate', () => {
    const spec = { workflowTemplateRef: { name: 'build', clusterScope: true } };
    const objects = render((folder) => {
      const sensor = sensorIn(folder);
      const conditions = sensor.on('comment', COMMENT);
      sensor.do('act', { conditions, action: argoWorkflow({ ...NEW, spec }) });
      sensor.grant({ name: 'ci', namespace: 'events' });
    });
    expect(objects['cluster/comments-clusterrole']?.['rules']).toEqual([
      {
        apiGroups: ['argoproj.io'],
        resources: ['clusterworkflowtemplates'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
  });
});

describe('the engine’s own form', () => {
  const WORKFLOW = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: 'build-' },
  };
  type Trigger = TriggerOfKind<'argoWorkflow'>;
  const ofKind = (trigger: Trigger) =>
    triggerOfKind('argoWorkflow', trigger).bind({
      namespace: 'events',
      dependency: 'comment',
      isCertain: true,
    });

  test('needs the same permissions', () => {
    const { permissions, unknownPermissions } = ofKind({
      operation: 'submit',
      source: { resource: { ...WORKFLOW, spec: { workflowTemplateRef: { name: 'build' } } } },
    });
    expect(permissions).toEqual(
      bind({ ...NEW, spec: { workflowTemplateRef: { name: 'build' } } }).permissions,
    );
    expect(permissions).toHaveLength(3);
    expect(unknownPermissions).toBeUndefined();
  });

  test('may refer to any template if the spec comes from the event', () => {
    const resource = { ...WORKFLOW, spec: raw(data.spec) };
    expect(ofKind({ operation: 'submit', source: { resource } }).permissions.map(rightOf)).toContain(
      'events/workflowtemplates/*/get',
    );
  });

  test('may submit from a CronWorkflow or a WorkflowTemplate', () => {
    const from = (kind: string) =>
      ofKind({
        operation: 'submit-from',
        source: { resource: { ...WORKFLOW, kind, metadata: { name: 'nightly' } } },
      }).permissions.map(rightOf);
    expect(from('WorkflowTemplate')).toEqual([
      'events/workflows/*/create',
      'events/workflowtemplates/*/get',
      'events/workflows/nightly/get',
    ]);
    expect(from('CronWorkflow')).toEqual([...from('WorkflowTemplate'), 'events/cronworkflows/nightly/get']);
  });

  /** The warnings of a sensor with such a trigger. */
  const warnings = (action: Action, isGranted: boolean) => {
    const app = new App();
    const sensor = sensorIn(new Folder(app, 'app', { path: 'out' }));
    sensor.do('act', { conditions: sensor.on('comment', COMMENT), action });
    if (isGranted) sensor.grant({ name: 'ci', namespace: 'events' });
    const written = jest.spyOn(console, 'warn').mockReturnValue();
    renderTree(app);
    written.mockRestore();
    return warningsOf(app)
      .map(toLine)
      .filter((line) => line.includes('[unknown-permissions]'));
  };
  const elsewhere = triggerOfKind('argoWorkflow', {
    operation: 'submit',
    source: { configmap: { name: 'workflows', key: 'build' } },
  });

  test('is warned of if grant() cannot know what it needs', () => {
    expect(warnings(elsewhere, true)).toEqual([
      '[app/comments] trigger "act" (spec.triggers[0]): grant(…) may not allow all that it needs: its Workflow is not in the sensor; see what it does, and bind the account to a Role of your own [unknown-permissions]',
    ]);
  });

  test('is not warned of without grant()', () => {
    expect(warnings(elsewhere, false)).toEqual([]);
    expect(warnings(argoWorkflow(NEW), true)).toEqual([]);
  });

  test.each([
    ['its Workflow is not in the sensor', { source: { resource: raw(data.spec) } }],
    [
      'the namespace of its Workflow comes from the event',
      { source: { resource: { ...WORKFLOW, metadata: { name: 'a', namespace: data.namespace } } } },
    ],
    ['its operation is not known', { source: { resource: WORKFLOW }, operation: data.sha }],
    ['its args come from the event', { source: { resource: WORKFLOW }, args: [data.sha] }],
    ['argo needs more for --wait', { source: { resource: WORKFLOW }, args: ['--wait'] }],
    ['argo needs more for -l', { source: { resource: WORKFLOW }, args: ['-l', 'a=b'] }],
  ])('of which is unknown: %s', (reason, trigger) => {
    const { unknownPermissions } = ofKind({ operation: 'submit', ...trigger } as unknown as Trigger);
    expect(unknownPermissions).toBe(reason);
  });

  test('of which all is known', () => {
    for (const args of [['--priority', '1'], ['--label', 'a=b'], ['--watchful']]) {
      expect(ofKind({ operation: 'submit', source: { resource: WORKFLOW }, args }).unknownPermissions).toBe(
        undefined,
      );
    }
  });
});
