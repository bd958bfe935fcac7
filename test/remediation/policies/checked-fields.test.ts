import { App } from 'cdk8s';
import { toLine } from '../../../src/findings/line';
import { Folder } from '../../../src/gitops/folder';
import { renderTree } from '../../../src/gitops/tree';
import { RemediationLoop } from '../../../src/remediation/loop';
import type { RemediationProps } from '../../../src/remediation/props';
import type { CodeRunFunction } from '../../../src/remediation/props/run';
import { taskCodeRun } from '../../../src/remediation/task-coderun';
import { warningsOf } from '../../../src/warnings';
import { renderLoop } from '../rendered';

interface Policy {
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

function policy(codeRun?: CodeRunFunction): Policy {
  const objects = renderLoop(codeRun ? { codeRun } : {});
  const found = objects['remediation-coderun.agent-platform-validatingadmissionpolicy'];
  return (found as unknown as { spec: Policy }).spec;
}

/** The conditions of a rule, one a line, without their margin. */
function conditions({ validations }: Policy, message: string): string[] {
  const rule = validations.find((one) => one.message.startsWith(message));
  return (rule?.expression ?? '').split('\n').map((line) => line.trim().replace(/ &&$/, ''));
}

function warnings(props: RemediationProps): string[] {
  const app = new App();
  new RemediationLoop(new Folder(app, 'resources', { path: 'r' }), 'loop', props);
  renderTree(app);
  return warningsOf(app).map(toLine);
}

const CONTENT = 'A new run has the app and the fields of the template';
const LABELS = 'The labels of a run';

const changed: CodeRunFunction = (run) => {
  const own = taskCodeRun(run);
  return {
    ...own,
    metadata: { ...own.metadata, labels: { ...own.metadata.labels, 'agent-type': 'blaze', team: 'blue' } },
    spec: { ...own.spec, github_app: '5DLabs-Blaze', env: { ...own.spec.env, LANGUAGE: 'de' } },
  };
};

describe("a template that is the task's in other words", () => {
  test('is judged as that, to the letter', () => {
    expect(policy((run) => taskCodeRun(run))).toEqual(policy());
    expect(policy((run) => structuredCopy(taskCodeRun(run)))).toEqual(policy());
  });

  test('loses nothing', () => {
    expect(warnings({ codeRun: (run) => taskCodeRun(run) })).toEqual([]);
    expect(warnings({})).toEqual([]);
  });
});

describe("a template that builds on the task's", () => {
  test('keeps the rules of what is as there', () => {
    const [own, mine] = [policy(), policy(changed)];
    const before = conditions(own, CONTENT);
    const after = conditions(mine, CONTENT);
    expect(before.filter((line) => !after.includes(line)).map((line) => line.split(' == ')[0])).toEqual([
      "variables.run[?'spec'][?'github_app']",
      "variables.run[?'spec'][?'env']",
    ]);
    expect(after.filter((line) => !before.includes(line)).map((line) => line.split(' == ')[0])).toEqual([
      "variables.run[?'spec'][?'env'][?'REMEDIATION_MODE']",
      "variables.run[?'spec'][?'env'][?'FEEDBACK_COMMENT_ID']",
      "variables.run[?'spec'][?'env'][?'ITERATION_COUNT']",
      "variables.run[?'spec'][?'env'][?'MAX_ITERATIONS']",
      "variables.run[?'spec'][?'github_app']",
      "variables.run[?'spec'][?'env'][?'LANGUAGE']",
    ]);
    expect(conditions(own, LABELS).join('\n')).toContain("[?'agent-type'] == optional.of('rex')");
    const labels = conditions(mine, LABELS).join('\n');
    expect(labels).toContain("[?'pr-number']");
    expect(labels).toContain("[?'deduplication-key']");
    expect(labels).toContain("[?'agent-type'] == optional.of('blaze')");
    expect(labels).toContain("[?'team'] == optional.of('blue')");
    expect(mine.variables).toEqual(own.variables);
    expect(mine.validations.map(({ message }) => message)).toEqual(
      own.validations.map(({ message }) => message),
    );
  });

  test('loses nothing by literals', () => {
    expect(warnings({ codeRun: changed })).toEqual([]);
  });

  test('is told what it loses', () => {
    const codeRun: CodeRunFunction = (run) => {
      const own = taskCodeRun(run);
      const env = { ...own.spec.env, LANGUAGE: 'de', ITERATION_COUNT: '1', TITLE: run.pr };
      return {
        ...own,
        spec: { ...own.spec, env, inputs: [{ name: 'task', value: run.task }, { pr: run.pr }] },
      };
    };
    expect(warnings({ codeRun })).toEqual([
      '[resources/loop] props.codeRun: differs from taskCodeRun: in a new CodeRun, the policies do not check ' +
        'that its spec has the iteration of the state, spec.env.TITLE, spec.inputs.0.value, spec.inputs.1, ' +
        'what is added inside spec.inputs [unchecked-template]',
    ]);
    expect(warnings({ codeRun, policies: false }).join()).not.toContain('props.codeRun');
  });

  test('says the iteration as a literal: the policies do not take that for the iteration of the state', () => {
    const codeRun: CodeRunFunction = (run) => {
      const own = taskCodeRun(run);
      return { ...own, spec: { ...own.spec, env: { ...own.spec.env, ITERATION_COUNT: '1' } } };
    };
    expect(conditions(policy(codeRun), 'The annotations of a run').join('\n')).not.toContain(
      'ITERATION_COUNT',
    );
    expect(conditions(policy(codeRun), CONTENT).join('\n')).toContain(
      "[?'ITERATION_COUNT'] == optional.of('1')",
    );
  });

  test('knows the pull request by its label where the spec has none', () => {
    const { variables, validations } = policy((run) => {
      const { spec, ...own } = taskCodeRun(run);
      return { ...own, spec: { app: spec.github_app } };
    });
    expect(variables).toContainEqual({
      name: 'pr',
      expression: "string(variables.run[?'metadata'][?'labels'][?'pr-number'].orValue(0))",
    });
    expect(JSON.stringify(validations)).not.toContain('variables.max');
  });
});

test('a template is told which of its objects and lists may have more, of those that are checked', () => {
  const codeRun: CodeRunFunction = (run) => {
    const own = taskCodeRun(run);
    const nested = { size: 'large', deep: { of: 'it' }, from: run.task };
    return {
      ...own,
      spec: { ...own.spec, nested, plain: { size: 'small' }, unknown: [run.task] },
      steps: ['fix'],
    };
  };
  expect(warnings({ codeRun })).toEqual([
    '[resources/loop] props.codeRun: differs from taskCodeRun: in a new CodeRun, the policies do not check ' +
      'spec.nested.from, spec.unknown, what is added inside spec.nested, what is added inside spec.plain, ' +
      'what is added inside steps [unchecked-template]',
  ]);
});

test('a template of other people is told all that is not known of it', () => {
  const codeRun: CodeRunFunction = (run) => ({
    apiVersion: 'agents.example.com/v2',
    kind: 'AgentRun',
    metadata: { annotations: { 'example.com/pr': run.pr } },
    spec: { pullRequest: run.prNumber, env: { TASK: run.task } },
    inputs: [run.comment],
  });
  expect(warnings({ codeRun })).toEqual([
    '[resources/loop] props.codeRun: differs from taskCodeRun: in a new CodeRun, the policies do not check ' +
      'its pull request, its maximum, that its spec has the iteration of the state, metadata.annotations["example.com/pr"], spec, inputs [unchecked-template]',
  ]);
});

/** A copy whose values of the run are the very same ones: they are no data. */
function structuredCopy({ metadata, spec, ...own }: ReturnType<typeof taskCodeRun>) {
  const { labels, annotations } = metadata;
  return {
    ...own,
    metadata: { annotations: { ...annotations }, labels: { ...labels } },
    spec: { ...spec, env: { ...spec.env } },
  };
}
