import { App } from 'cdk8s';
import { Folder } from '../../../src/gitops/folder';
import { renderTree } from '../../../src/gitops/tree';
import { RemediationPrerequisites } from '../../../src/remediation/prerequisites';
import type { RemediationProps } from '../../../src/remediation/props';
import type { CodeRunFunction, RemediationRun } from '../../../src/remediation/props/run';
import { taskCodeRun } from '../../../src/remediation/task-coderun';
import { appOf } from '../../app';
import { renderLoop, trigger } from '../rendered';

describe("a CodeRun that builds on the task's", () => {
  const built = (codeRun?: CodeRunFunction) =>
    trigger(
      renderLoop({ ...(codeRun && { codeRun }) })['pr-comment-remediation-sensor'],
      'create-remediation-coderun',
    )?.template.k8s;

  test('has what it changes, and all the rest', () => {
    const changed = built((run) => {
      const own = taskCodeRun(run);
      const env = { ...own.spec.env, LANGUAGE: 'de' };
      return { ...own, spec: { ...own.spec, github_app: '5DLabs-Blaze', env } };
    });
    const own = built()?.source?.resource as unknown as { spec: { env: object } };
    expect(changed?.source?.resource).toEqual({
      ...own,
      spec: { ...own.spec, github_app: '5DLabs-Blaze', env: { ...own.spec.env, LANGUAGE: 'de' } },
    });
    expect(changed?.parameters).toEqual(built()?.parameters);
  });

  test('may have every number of the run as an integer', () => {
    const { parameters } = built((run) => ({
      apiVersion: 'agents.example.com/v2',
      kind: 'AgentRun',
      spec: {
        numbers: [
          run.taskNumber,
          run.prNumber,
          run.commentNumber,
          run.iterationNumber,
          run.maxIterationsNumber,
        ],
      },
    })) as unknown as { parameters: { src: object; dest: string }[] };
    expect(parameters.filter(({ dest }) => dest.startsWith('spec.'))).toEqual(
      ['task', 'pr', 'comment', 'iteration', 'max_iterations'].map((name, index) => ({
        src: {
          dependencyName: 'remediation-requested',
          dataKey: `remediation.${name}_number`,
          useRawData: true,
        },
        dest: `spec.numbers.${index}`,
      })),
    );
  });
});

describe('the prerequisites', () => {
  const crds = (props: RemediationProps) => {
    const app = new App();
    new RemediationPrerequisites(new Folder(app, 'given', { path: 'given' }), 'given', props);
    return [...renderTree(app).keys()].filter((path) => path.endsWith('-customresourcedefinition.yaml'));
  };

  test("have the CRD of the task's CodeRun, whatever is in its spec", () => {
    const file = 'given/cluster/coderuns.cto.5dlabs.com-customresourcedefinition.yaml';
    expect(crds({})).toEqual([file]);
    expect(crds({ codeRun: (run) => ({ ...taskCodeRun(run), spec: { task: run.task } }) })).toEqual([file]);
  });

  test.each([
    ['agents.example.com/v2', 'AgentRun'],
    ['cto.5dlabs.com/v1', 'CodeRun'],
    ['cto.5dlabs.com/v1alpha1', 'DocsRun'],
  ])("have none beside %s %s, which is somebody else's", (apiVersion, kind) => {
    expect(crds({ codeRun: () => ({ apiVersion, kind }) })).toEqual([]);
  });
});

test('the function is called once, whatever asks for its CodeRun', () => {
  const codeRun = jest.fn((run: RemediationRun) => taskCodeRun(run));
  renderTree(appOf({ codeRun }));
  expect(codeRun).toHaveBeenCalledTimes(1);
});
