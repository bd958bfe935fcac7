import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toLine } from '../../src/findings/line';
import type { PlainObject } from '../../src/lint';
import { check, EXTERNALS } from './samples';

// What the task writes and the engine rejects or ignores: the suite on the engine shows each (TestTask), and here is what
// refuses it. Beside the name of each a piece of YAML that has it, in a dependency, a trigger or the spec.
const REFUSED: Readonly<Record<string, string>> = {
  'comparator: "~"':
    'dependency: {filters: {data: [{path: body.action, type: string, comparator: "~", value: [x]}]}}',
  '!= an empty string':
    'dependency: {filters: {data: [{path: body.action, type: string, comparator: "!=", value: [""]}]}}',
  'a login with [bot]':
    'dependency: {filters: {data: [{path: body.action, type: string, value: ["5DLabs-Tess[bot]"]}]}}',
  'a dot in the name of a field':
    'dependency: {filters: {exprs: [{expr: a.b == 1, fields: [{name: a.b, path: body.action}]}]}}',
  'parameters beside k8s': 'trigger: {template: {name: t, log: {}, parameters: []}}',
  'parameters beside template':
    'trigger: {parameters: [{src: {dependencyName: comment, dataKey: a}, dest: spec.pr}], template: {name: t, log: {}}}',
  'dest with brackets':
    'trigger: {parameters: [{src: {dependencyName: comment, dataKey: a}, dest: "slack.a[0]"}], template: {name: t, slack: {slackToken: {name: slack, key: k}, channel: c, message: m}}}',
  'a template without .Input':
    'trigger: {parameters: [{src: {dependencyName: comment, dataTemplate: "{{ .body.x }}"}, dest: slack.message}], template: {name: t, slack: {slackToken: {name: slack, key: k}, channel: c}}}',
  'condition and conditions': 'trigger: {template: {name: t, log: {}, conditions: "failed_attempts > 2"}}',
  'patchStrategy: merge':
    'trigger: {template: {name: t, k8s: {operation: patch, patchStrategy: merge, source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}}}}}',
  'delete by labels':
    'trigger: {template: {name: t, k8s: {operation: delete, source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {labels: {a: b}}}}}}}',
  'retryStrategy in the template': 'trigger: {template: {name: t, log: {}, retryStrategy: {steps: 3}}}',
  'a fallback trigger':
    'trigger: {atLeastOnce: true, template: {name: t, log: {}}, dlqTrigger: {template: {name: u, log: {}}}}',
  'an Event without involvedObject':
    'trigger: {template: {name: t, k8s: {source: {resource: {apiVersion: v1, kind: Event, metadata: {name: a}}}}}}',
  'http payload, url and header':
    'trigger: {policy: {status: {allow: [200]}}, template: {name: t, http: {url: "https://x/{{ .pr }}", method: POST}}}',
  'LOG_LEVEL, LOG_FORMAT, RETRY_*': 'spec: {template: {container: {env: [{name: LOG_LEVEL, value: INFO}]}}}',
  'port 9090': 'spec: {template: {metadata: {annotations: {prometheus.io/port: "9090"}}}}',
  'a volume of a ConfigMap':
    'spec: {template: {volumes: [{name: log, configMap: {name: sensor-logging-config}}]}}',
  'an id compared with itself':
    'dependency: {filters: {exprs: [{expr: a != b, fields: [{name: a, path: body.id}, {name: b, path: body.id}]}]}}',
  'the marker in the wrong encoding':
    'dependency: {filters: {data: [{path: body.action, type: string, value: ["ðŸ”´ Required Changes"]}]}}',
};

const DEPENDENCY = { name: 'comment', eventSourceName: 'github', eventName: 'issue_comment' };

function findings(difference: string): string[] {
  const { dependency, trigger, spec } = parse(difference) as Record<string, PlainObject | undefined>;
  const sensor = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Sensor',
    metadata: { name: 'sensor', namespace: 'events' },
    spec: {
      template: { serviceAccountName: 'remediation' },
      dependencies: [{ ...DEPENDENCY, ...dependency }],
      triggers: [trigger ?? { template: { name: 't', log: {} } }],
      ...spec,
    },
  };
  return check([sensor], EXTERNALS).map(toLine);
}

test('without any of them the sensor is sound', () => {
  expect(findings('{}')).toEqual([]);
});

test('they are those that the suite on the engine shows', () => {
  const text = readFileSync(join(__dirname, '../engine/traps/task_test.go'), 'utf8');
  const shown = [...text.matchAll(/^\t\t`([^`]+)`: +test\w+,$/gm)].map(([, name]) => name);
  expect(Object.keys(REFUSED)).toEqual(shown);
});

test.each(Object.entries(REFUSED))('%s: refused, by one finding', (_, difference) => {
  expect(findings(difference)).toHaveLength(1);
});
