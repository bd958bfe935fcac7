import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Rendered, renderLoop, renderLoops } from '../rendered';

// Whether the API server refuses what it has to, and nothing else, is tested on one: test/e2e/policies.

interface Policy {
  readonly failurePolicy: string;
  readonly matchConstraints: { readonly resourceRules: readonly Record<string, unknown>[] };
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

const WORDS = [
  'accounts',
  'cancel',
  'coderun',
  'dispatch',
  'event',
  'janitor',
  'job',
  'relabel',
  'resync',
  'state',
  'watchdog',
];

function ofKind(objects: Record<string, Rendered>, kind: string): Rendered[] {
  return Object.values(objects).filter((object) => object.kind === kind);
}

function policy(objects: Record<string, Rendered>, word: string): Policy {
  const found = ofKind(objects, 'ValidatingAdmissionPolicy').find(({ metadata }) =>
    metadata.name.startsWith(`remediation-${word}.`),
  );
  return (found as unknown as { spec: Policy }).spec;
}

const text = (objects: Record<string, Rendered>, word: string) => JSON.stringify(policy(objects, word));

const loop = renderLoop();

test('each policy is bound to one namespace, that of the agents but for the watchdog, and refuses', () => {
  const objects = renderLoop({ namespaces: { agents: 'agents', sensors: 'events' } });
  const where = (word = '') => (word === 'remediation-watchdog' ? 'events' : 'agents');
  const policies = ofKind(objects, 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  expect(policies).toEqual(WORDS.map((word) => `remediation-${word}.${where(`remediation-${word}`)}`));
  const bindings = ofKind(objects, 'ValidatingAdmissionPolicyBinding');
  expect(bindings.map(({ metadata }) => metadata.name)).toEqual(policies);
  for (const { metadata, spec } of bindings) {
    expect(metadata.namespace).toBeUndefined();
    expect(spec).toMatchObject({
      policyName: metadata.name,
      validationActions: ['Deny', 'Audit'],
      matchResources: {
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': where(metadata.name.split('.')[0]) },
        },
      },
    });
  }
});

test('each policy is in the file of its name', () => {
  const folder = join(__dirname, '../../../src/remediation/policies');
  expect(WORDS.filter((word) => !existsSync(join(folder, `${word}.ts`)))).toEqual([]);
});

test('a policy that cannot be evaluated refuses, but for the one that asks for other objects', () => {
  for (const word of WORDS) {
    expect([word, policy(loop, word).failurePolicy]).toEqual([word, word === 'dispatch' ? 'Ignore' : 'Fail']);
  }
});

test('objects of the cluster are none of theirs', () => {
  for (const word of WORDS) {
    expect(policy(loop, word).matchConstraints.resourceRules).toMatchObject([{ scope: 'Namespaced' }]);
  }
});

test('loops share no policy, whatever their names and namespaces', () => {
  const objects = renderLoops({
    one: { name: 'a-b', namespaces: { agents: 'c' } },
    two: { name: 'a', namespaces: { agents: 'b-c', sensors: 'other' } },
    three: { name: 'a-b', namespaces: { agents: 'd', sensors: 'third' } },
  });
  const names = ofKind(objects, 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(3 * WORDS.length);
});

test('without them the loop is the same, but for the janitor: what it deletes, only they tell', () => {
  const { ...objects } = loop;
  for (const [file, { kind }] of Object.entries(objects)) {
    if (kind.startsWith('ValidatingAdmissionPolicy') || file.includes('janitor')) delete objects[file];
  }
  expect(renderLoop({ policies: false })).toEqual(objects);
});

describe('the account of the platform', () => {
  const account = {
    name: 'account',
    expression: "request.userInfo.username == 'system:serviceaccount:github-webhooks:argo-events-sa'",
  };

  test.each(['state', 'coderun', 'event'])('%s: is judged by objects of the loop alone', (word) => {
    expect(policy(loop, word).matchConditions).toMatchObject([account, { name: 'ours' }]);
  });

  test('makes no other Jobs, unless otherJobs says so', () => {
    expect(policy(loop, 'job').matchConditions).toEqual([account]);
    expect(policy(loop, 'job').validations[0]?.message).toContain('the prop policies.otherJobs: true');
    const open = renderLoop({ policies: { otherJobs: true } });
    expect(policy(open, 'job').matchConditions).toMatchObject([account, { name: 'ours' }]);
    expect(text(open, 'job')).not.toContain('otherJobs');
  });

  test('writes other ConfigMaps, unless otherConfigMaps says no', () => {
    const closed = renderLoop({ policies: { otherConfigMaps: false } });
    expect(policy(closed, 'state').matchConditions).toEqual([account]);
    expect(policy(closed, 'state').validations[0]?.message).toContain(
      'the prop policies.otherConfigMaps: true',
    );
    expect(text(loop, 'state')).not.toContain('otherConfigMaps');
  });

  test('may write other kinds', () => {
    expect(text(loop, 'accounts')).not.toContain('argo-events-sa');
  });
});

describe('an account of the loop alone', () => {
  const own = renderLoop({ serviceAccount: { name: 'own', dedicated: true } });

  test.each(['state', 'coderun', 'job', 'event'])('%s: is judged whatever it writes', (word) => {
    expect(policy(own, word).matchConditions).toEqual([
      {
        name: 'account',
        expression: "request.userInfo.username == 'system:serviceaccount:github-webhooks:own'",
      },
    ]);
  });

  test('may write no other kinds', () => {
    expect(policy(own, 'accounts').validations[0]?.expression).toContain(
      "(request.userInfo.username == 'system:serviceaccount:github-webhooks:own' && " +
        "request.operation in ['CREATE', 'UPDATE'] && " +
        "variables.kind in ['configmaps', 'coderuns.cto.5dlabs.com', 'jobs.batch', 'events'])",
    );
  });
});

describe('what is rendered is what is judged', () => {
  test('the image of the Jobs', () => {
    const kubectlImage = `registry.example.com/kubectl@sha256:${'a'.repeat(64)}`;
    expect(text(renderLoop({ kubectlImage }), 'job')).toContain(`optional.of('${kubectlImage}')`);
    expect(text(loop, 'job')).not.toContain(kubectlImage);
  });

  test('the resources of the pod as a whole', () => {
    expect(text(loop, 'job')).toMatch(/!variables\.pod\.exists\(key, key in \[[^\]]*'resources'/);
  });

  test('what a cluster adds, by its props', () => {
    const added = renderLoop({
      policies: { injectedMetadata: ['team', 'example.com/a'], codeRunDefaults: ['model'] },
    });
    for (const word of ['state', 'coderun', 'job']) {
      expect(text(added, word)).toContain("'team', 'example.com/a']");
      expect(text(loop, word)).not.toContain('team');
    }
    expect(text(added, 'coderun')).toContain("'env', 'model']");
  });

  test('the repository, as a pattern, in any case', () => {
    expect(text(renderLoop({ github: { repository: 'octo-org/.github' } }), 'state')).toContain(
      '[oO][cC][tT][oO]-[oO][rR][gG]/\\\\\\\\.[gG][iI][tT][hH][uU][bB]',
    );
  });

  test('the maximum', () => {
    expect(text(renderLoop({ maxIterations: 4 }), 'state')).toContain(
      "int(variables.oldData['max_iterations']) : 4",
    );
  });

  test('every Event of the sensor', () => {
    const sensor = JSON.stringify(loop['pr-comment-remediation-sensor']);
    const reasons = [...sensor.matchAll(/"reason":"(\w+)"/g)].map(([, reason]) => reason);
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) expect(text(loop, 'event')).toContain(`'${reason}': `);
  });
});

describe('a CodeRun of other people', () => {
  const others = renderLoop({
    codeRun: (run) => ({
      apiVersion: 'agents.example.com/v2',
      kind: 'AgentRun',
      metadata: { labels: { team: 'blue', 'agent-type': run.task }, finalizers: ['example.com/cleanup'] },
      spec: { pr: run.prNumber, task: run.task, steps: [{ name: 'fix', comment: run.comment }], dry: false },
      inputs: { comment: run.comment },
    }),
  });

  test.each(['coderun', 'dispatch', 'cancel'])('%s: is judged by its own group and kind', (word) => {
    expect(policy(others, word).matchConstraints.resourceRules).toMatchObject([
      { apiGroups: ['agents.example.com'], apiVersions: ['v2'], resources: ['agentruns'] },
    ]);
  });

  const rule = (word: string) =>
    policy(others, 'coderun').validations.find(({ message }) => message.includes(word))?.expression ?? '';

  test('has labels and fields of its own, of which nothing is known but the literals', () => {
    expect(text(others, 'coderun')).not.toMatch(/github_app|variables\.pr\b/);
    expect(rule('The labels of a run')).toContain("[?'labels'][?'team'] == optional.of('blue')");
    expect(rule('The labels of a run')).not.toContain('agent-type');
    expect(rule('the fields of the template, with').split(/\(\n| &&\n|\)$/)).toEqual([
      'oldObject != null || ',
      "  variables.run[?'spec'][?'steps'][?0][?'name'] == optional.of('fix')",
      "  variables.run[?'spec'][?'dry'].orValue(false) == false",
      '',
    ]);
  });

  test('has no finalizers but those of its template, which stay as they are', () => {
    const finalizers = "variables.run[?'metadata'][?'finalizers']";
    const same = `${finalizers} == variables.old[?'metadata'][?'finalizers']`;
    expect(rule('finalizers')).toBe(`${same} || ${finalizers} == optional.of(['example.com/cleanup'])`);
    const codeRun = () => ({ apiVersion: 'agents.example.com/v2', kind: 'AgentRun' });
    expect(text(renderLoop({ codeRun }), 'coderun')).toContain(JSON.stringify(same).slice(1, -1));
  });

  test('has no fields and no metadata beside those of its template', () => {
    const rules = policy(others, 'coderun').validations.map(({ expression }) => expression);
    for (const keys of [
      "['pr', 'task', 'steps', 'dry']",
      "['comment']",
      "['team', 'agent-type', 'task-id', ",
    ]) {
      expect(rules.join('\n')).toContain(`key in ${keys}`.replace(/, $/, ', '));
    }
  });

  test('never changes in any field', () => {
    expect(policy(others, 'coderun').validations).toContainEqual(
      expect.objectContaining({ message: 'What a run is to do never changes: spec, inputs' }),
    );
  });
});
