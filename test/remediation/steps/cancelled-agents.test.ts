import type { RemediationProps } from '../../../src/remediation/props';
import { dependency, type Rendered, renderLoop, trigger } from '../rendered';

const SENSOR = 'pr-comment-remediation-sensor';

describe('the agents that are cancelled', () => {
  const selector = (props: RemediationProps) =>
    /cancel_selector: (.*?) \}\)/.exec(
      dependency(renderLoop(props)[SENSOR], 'cancellation-requested')?.transform?.jq ?? '',
    )?.[1];

  test('are those of the task', () => {
    expect(selector({})).toBe('("task-id=" + .task + ",agent-type in (cleo,tess),status=running")');
  });

  test('are those of the props, in the policy too', () => {
    const cancelledAgents = {
      agentTypes: ['qa', 'security'],
      label: 'example.com/agent',
      running: { phase: 'Running', active: 'true' },
    };
    expect(selector({ cancelledAgents })).toBe(
      '("task-id=" + .task + ",example.com/agent in (qa,security),phase=Running,active=true")',
    );
    const [rule] = policyOf(renderLoop({ cancelledAgents }), 'cancel');
    expect(rule).toEqual({
      expression: [
        "variables.labels[?'task-id'].orValue('') != ''",
        "variables.labels[?'example.com/agent'].orValue('') in ['qa', 'security']",
        "variables.labels[?'phase'].orValue('') == 'Running'",
        "variables.labels[?'active'].orValue('') == 'true'",
      ].join(' &&\n'),
      message:
        'Of the CodeRuns of a task, those of qa and security are cancelled while they are Running and true',
      reason: 'Forbidden',
    });
    const jobs = policyOf(renderLoop({ cancelledAgents }), 'job').map(({ expression }) => expression);
    expect(jobs.join('\n')).toContain(
      "'task-id=' + variables.task + ',example.com/agent in (qa,security),phase=Running,active=true'",
    );
  });

  test('may be none: there is no Job then, and nothing that could make or run one', () => {
    const off = renderLoop({ cancelledAgents: false, serviceAccount: { name: 'own', dedicated: true } });
    const on = renderLoop({ serviceAccount: { name: 'own', dedicated: true } });
    const gone = Object.keys(on).filter((file) => !(file in off));
    expect(gone.map((file) => file.replace(/^remediation-|\.agent-platform/g, ''))).toEqual([
      'cancel-role',
      'cancel-rolebinding',
      'cancel-serviceaccount',
      'cancel-validatingadmissionpolicy',
      'cancel-validatingadmissionpolicybinding',
      'job-validatingadmissionpolicy',
      'job-validatingadmissionpolicybinding',
    ]);
    expect(trigger(off[SENSOR], 'cancel-quality-agents')).toBeUndefined();
    expect(dependency(off[SENSOR], 'cancellation-requested')).toBeUndefined();
    expect(JSON.stringify(off)).not.toMatch(/remediation-cancel|jobs\.batch|"jobs"/);
  });

  test('change no other consumer', () => {
    for (const cancelledAgents of [false, { agentTypes: ['qa'] }] as const) {
      const sensor = renderLoop({ cancelledAgents })[SENSOR];
      for (const name of ['remediation-requested', 'state-stale']) {
        expect(dependency(sensor, name)).toEqual(dependency(renderLoop()[SENSOR], name));
      }
    }
  });
});

interface Rule {
  readonly expression: string;
  readonly message: string;
}

function policyOf(rendered: Record<string, Rendered>, word: string): readonly Rule[] {
  const found = rendered[`remediation-${word}.agent-platform-validatingadmissionpolicy`];
  return (found as unknown as { spec: { validations: Rule[] } }).spec.validations;
}
