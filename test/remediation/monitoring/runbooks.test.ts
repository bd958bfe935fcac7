import type { PrometheusRule } from '../../../src/remediation/monitoring/operator';
import { MONITORING } from '../../../src/remediation/props/monitoring';
import { read } from '../../docs/markdown';
import { renderMonitoring } from '../rendered';

const rule = renderMonitoring({ redelivery: {} })[
  'remediation-loop-prometheusrule'
] as unknown as PrometheusRule;
const alerts = rule.spec.groups.flatMap(({ rules }) => rules);
const document = read('docs/troubleshoot.md');

test('the runbooks are in the repository that package.json names', () => {
  const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
  const { runbooks } = MONITORING.settle(undefined);
  expect(runbooks).toBe(`${homepage.replace(/#.*$/, '')}/blob/main/docs`);
});

test('each alert has a runbook, and each runbook an alert, in the same order', () => {
  const headings = [...document.matchAll(/^### (Remediation\w+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, annotations } of alerts) {
    expect(annotations['runbook_url']).toMatch(new RegExp(`/troubleshoot\\.md#${alert.toLowerCase()}$`));
  }
});

test.each(alerts.map(({ alert }) => alert))(
  'the runbook of %s says what it means, how to see it and what to do',
  (name) => {
    const section = document.split(`### ${name}\n`)[1]?.split(/^##/m)[0] ?? '';
    expect(section).toMatch(/\*\*It means:\*\* [A-Z]/);
    expect(section).toMatch(/```sh\n/);
    expect(section).toMatch(/\*\*Do:\*\* [A-Z]/);
  },
);
