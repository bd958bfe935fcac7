import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventReference } from '../../../src/argo-events/dependency';
import type { PrometheusRule } from '../../../src/remediation/monitoring/operator';
import type { RemediationProps } from '../../../src/remediation/props';
import { CHANGES } from '../../props';
import { renderMonitoring, renderWithPrerequisites } from '../rendered';
import { metricsOf, syntaxErrors } from './promql';

const alertsOf = (props?: RemediationProps) =>
  (
    renderMonitoring(props)[
      `${props?.name ?? 'remediation'}-loop-prometheusrule`
    ] as unknown as PrometheusRule
  ).spec.groups.flatMap(({ rules }) => rules);
// With the redelivery, which has an alert of its own.
const ALERTS = alertsOf({ redelivery: {} });
const alert = (name: string, props?: RemediationProps) => alertsOf(props).find((rule) => rule.alert === name);

test('a broken expression is found', () => {
  expect(syntaxErrors('sum by (a (up)')).not.toEqual([]);
  expect(metricsOf('sum by (a) (rate(b{c="d"}[5m])) / absent(e)')).toEqual(['b', 'e']);
});

test.each([['the default props', {}], ...CHANGES] as const)('every expression parses with %s', (_, props) => {
  const alerts = alertsOf(props);
  expect(alerts.length).toBeGreaterThan(13);
  expect(alerts.flatMap(({ expr }) => syntaxErrors(expr))).toEqual([]);
});

test('every alert has a severity and the loop, and says what is wrong in sentences', () => {
  for (const { alert: name, labels, annotations } of ALERTS) {
    expect(name).toMatch(/^Remediation[A-Z][A-Za-z]+$/);
    expect(labels).toEqual({ severity: expect.stringMatching(/^(critical|warning)$/), loop: 'remediation' });
    expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook_url']);
    expect(annotations['summary']).toMatch(/^[A-Z].*loop remediation.*[^.]$/);
    expect(annotations['description']).toMatch(/^[A-Z].*\.$/);
  }
});

// Prometheus renders a label that is not there as nothing.
test.each(ALERTS.map((rule) => [rule.alert, rule] as const))(
  '%s names only labels that it has',
  (_, rule) => {
    const named = [
      ...Object.values(rule.annotations)
        .join(' ')
        .matchAll(/\$labels\.(\w+)/g),
    ].map(([, label]) => label);
    for (const part of rule.expr.split('\nor\n')) {
      const grouped = /\bby \(([^)]*)\)/.exec(part)?.[1]?.split(', ');
      const matched = [...part.matchAll(/(\w+)="/g)].map(([, label]) => label);
      expect(grouped ?? matched).toEqual(expect.arrayContaining(named));
    }
  },
);

test('a sensor for each shard is watched, and each event source', () => {
  const down = alert('RemediationSensorDown', { shards: 2 })?.expr;
  for (const name of ['', '-loop-0', '-loop-1']) {
    expect(down).toContain(
      `absent(up{loop="remediation",namespace="github-webhooks",component="pr-comment-remediation${name}"})`,
    );
  }
  const sources = alert('RemediationEventSourceDown', {
    comments: eventReference('comments', 'issue'),
    pullRequests: eventReference('pulls', 'pull'),
  })?.expr;
  for (const name of ['remediation-state', 'comments', 'pulls']) {
    expect(sources).toContain(
      `absent(up{loop="remediation",namespace="github-webhooks",component="${name}"}`,
    );
  }
});

test('of an event source of GitHub, only the events are watched that the loop hears', () => {
  const { expr } =
    alert('RemediationCommentNotPublished', {
      comments: eventReference('hub', 'issue'),
      pullRequests: eventReference('hub', 'pull'),
    }) ?? {};
  expect(expr?.split('\nor\n')).toEqual([
    expect.stringContaining('eventsource_name="hub",event_name="issue"}'),
    expect.stringContaining('eventsource_name="hub",event_name="pull"}'),
  ]);
  const same = eventReference('hub', 'both');
  const both = alert('RemediationCommentNotPublished', { comments: same, pullRequests: same });
  expect(both?.expr).not.toContain('\nor\n');
});

test('what the loop does not have is not watched', () => {
  expect(alert('RemediationCommentNotStored')?.expr).not.toContain('store-pull-request');
  const closing = { pullRequests: eventReference('github', 'issue_comment') };
  expect(alert('RemediationCommentNotStored', closing)?.expr).toContain('store-pull-request');
  expect(alert('RemediationStepFailed', { cancelledAgents: false })?.expr).not.toContain('cancel');
  const unguarded = { policies: false } as const;
  expect(alert('RemediationPolicyRefuses', unguarded)).toBeUndefined();
  expect(alert('RemediationUpkeepNotRunning', unguarded)?.expr).not.toContain('janitor');
  expect(alert('RemediationRedeliveryFails')).toBeUndefined();
});

test.each([
  ['*/5 * * * *', 300, '1800'],
  ['*/30 * * * *', 1800, '2700'],
  ['5,50 * * * *', 3600, '5400'],
  ['0 3 * * *', 86_400, '129600'],
  ['0 3 * * 1', 604_800, '907200'],
])('a resync at %s is late after %i seconds and more', (schedule, pause, late) => {
  const parts = alert('RemediationUpkeepNotRunning', { resync: { schedule } })?.expr.split('\nor\n') ?? [];
  const [failed, unstarted] = parts.filter((part) => part.includes('remediation-resync'));
  expect(failed).toMatch(new RegExp(` <= ${pause}$`));
  expect(unstarted).toContain(` > ${late} unless`);
});

test('the redelivery has an alert of its own, by its own schedule, and is watched for a stop as the others', () => {
  const props = { redelivery: { schedule: '*/20 * * * *' } };
  const [failed, unstarted, absent] = alert('RemediationRedeliveryFails', props)?.expr.split('\nor\n') ?? [];
  const labels = 'namespace="github-webhooks",cronjob="remediation-redelivery"';
  expect(failed).toContain(`kube_cronjob_status_last_successful_time{${labels}}`);
  expect(failed).toMatch(/ <= 1200$/);
  expect(unstarted).toContain(' > 1800 unless');
  expect(absent).toContain(`absent(kube_cronjob_info{${labels}})`);
  expect(alert('RemediationUpkeepNotRunning', props)).toEqual(alert('RemediationUpkeepNotRunning'));
  expect(alert('RemediationUpkeepSuspended', props)?.expr).toContain('remediation-redelivery');
  expect(alert('RemediationUpkeepSuspended')?.expr).not.toContain('redelivery');
});

test('a resync that runs once a month is not late', () => {
  const { expr } = alert('RemediationUpkeepNotRunning', { resync: { schedule: '0 3 1 * *' } }) ?? {};
  expect(expr).not.toContain('next_schedule_time{namespace="agent-platform",cronjob="remediation-resync"');
});

test('the quota that the loop renders is watched', () => {
  const quota = Object.values(renderWithPrerequisites()).find(({ kind }) => kind === 'ResourceQuota');
  const counted = Object.keys((quota as unknown as { spec: { hard: object } }).spec.hard);
  expect(counted.length).toBeGreaterThan(0);
  for (const resource of counted) {
    // RE2 in a string of PromQL: each dot has two backslashes.
    expect(alert('RemediationQuotaNearlyFull')?.expr).toContain(resource.replaceAll('.', String.raw`\\.`));
  }
});

test('conflicts of reconcile-state are in no alert', () => {
  expect(ALERTS.filter(({ expr }) => expr.includes('reconcile-state'))).toEqual([]);
});

test('the prop monitoring changes minutes, labels and the base of the runbooks', () => {
  const monitoring = {
    waitingMinutes: 5,
    labels: { release: 'prometheus' },
    runbooks: 'https://wiki.example.com/x',
  };
  expect(alert('RemediationCommentWaits', { monitoring })).toMatchObject({
    expr: expect.stringMatching(/ > 300$/),
    annotations: { runbook_url: 'https://wiki.example.com/x/troubleshoot.md#remediationcommentwaits' },
  });
  const objects = Object.values(renderMonitoring({ monitoring }));
  for (const { kind, metadata } of objects) {
    if (kind === 'PodMonitor' || kind === 'PrometheusRule')
      expect(metadata.labels?.['release']).toBe('prometheus');
  }
});

test('promtool has a case in which each alert fires', () => {
  const folder = join(__dirname, '../../prometheus/alerts');
  const cases = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const missing = ALERTS.filter(({ alert: name }) => {
    const firing = new RegExp(
      `(alertname="${name}", [^\\n]*\\n +value: 1)|(alertname="${name}",alertstate="firing")`,
    );
    return !firing.test(cases);
  });
  expect(missing.map(({ alert: name }) => name)).toEqual([]);
});
