import { parse } from 'yaml';
import { eventReference } from '../../src/argo-events/dependency';
import { renderTree } from '../../src/gitops/tree';
import { impactOf } from '../../src/impact/impact';
import type { PlainObject } from '../../src/lint/rule';
import type { RemediationProps } from '../../src/remediation/props';
import { appOf } from '../app';
import { read, rows } from '../docs/markdown';
import { CHANGES } from '../props';

/**
 * What the report says when a prop of a loop that runs is changed: which events are lost or come late, which objects stay behind or are
 * forgotten, and what else it has a section for. A prop that is not here changes nothing that it knows.
 */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  name: [
    'lost comments, state',
    'forgotten configmaps',
    '53 behind',
    'new sensor',
    'rights',
    'policies',
    'load',
  ],
  'github.repository': ['lost comments', 'late state', 'policies', 'rolls sensor', 'rolls github'],
  'github.apiUrl': ['lost comments', 'late state', 'rolls sensor'],
  'github.webhookSecret': ['address', 'rolls github'],
  'namespaces.sensors': [
    'lost comments',
    'late state',
    'lost address',
    'lost Namespace',
    '20 behind',
    'new sensor',
    'rights',
    'policies',
    'load',
  ],
  'namespaces.agents': [
    'forgotten configmaps, coderuns',
    'lost Namespace',
    '38 behind',
    'rights',
    'policies',
    'load',
    'rolls sensor',
    'rolls state',
  ],
  comments: ['lost comments', 'lost address', '2 behind', 'load', 'rolls sensor'],
  pullRequests: ['late state', 'policies', 'load', 'waiting', 'rolls sensor'],
  'bus.name': [
    'lost comments',
    'late state',
    '2 behind',
    'load',
    'rolls sensor',
    'rolls github',
    'rolls state',
  ],
  'bus.version': ['bus'],
  'bus.persistence': ['bus'],
  'bus.disruptionBudget': ['1 behind'],
  marker: ['lost comments', 'rolls sensor'],
  reviewers: ['lost comments', 'rolls sensor'],
  codeRun: [
    'forgotten coderuns',
    'lost CustomResourceDefinition',
    'rights',
    'policies',
    'rolls sensor',
    'rolls state',
  ],
  'cancelledAgents.agentTypes': ['late state', 'policies', 'rolls sensor'],
  'cancelledAgents.label': ['late state', 'policies', 'rolls sensor'],
  'cancelledAgents.running': ['late state', 'policies', 'rolls sensor'],
  'cancelledAgents: false': ['ends state', '7 behind', 'rights', 'policies', 'load', 'rolls sensor'],
  maxIterations: ['late state', 'policies', 'rolls sensor'],
  'retries.codeRun': ['waiting', 'rolls sensor'],
  'retries.store': ['waiting', 'rolls sensor'],
  'labels.readyForQa': ['late state', 'rolls sensor'],
  'labels.iterationPrefix': ['late state', 'rolls sensor'],
  kubectlImage: ['policies', 'rolls sensor'],
  'resync.schedule': ['load'],
  'resync.pause': ['late state', 'rolls sensor'],
  'quota: false': ['1 behind'],
  shards: ['late state', 'new sensor', 'load', 'rolls sensor'],
  serviceAccount: ['1 behind', 'rights', 'policies', 'rolls sensor'],
  'podTemplate.priorityClassName': ['policies', 'rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.env': ['policies', 'rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.resources': ['policies', 'rolls sensor', 'rolls github', 'rolls state'],
  'policies.otherJobs': ['policies'],
  'policies.otherConfigMaps': ['policies'],
  'policies.codeRunDefaults': ['policies'],
  'policies.injectedMetadata': ['policies'],
  'policies: false': ['27 behind', 'rights', 'policies', 'load'],
  'github.token': ['rolls sensor'],
  'labels.inProgress': ['rolls sensor'],
  'labels.exhausted': ['rolls sensor'],
  'labels.notStored': ['rolls sensor'],
  'podTemplate.imagePullSecrets': ['rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.nodeSelector': ['rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.tolerations': ['rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.affinity': ['rolls sensor', 'rolls github', 'rolls state'],
  'podTemplate.sensors': ['rolls sensor'],
  'podTemplate.eventSources': ['rolls github', 'rolls state'],
  'podTemplate.jobs': ['rolls sensor'],
  'redelivery.webhook': ['load'],
  'redelivery.organization': ['load'],
  'redelivery.token': ['load'],
  'redelivery.schedule': ['load'],
  'redelivery.hours': ['load'],
  'redelivery.batch': ['load'],
  'redelivery.image': ['load'],
};

const objectsOf = (props: RemediationProps) =>
  [...renderTree(appOf(props)).values()].map((text) => parse(text) as PlainObject);
const DEFAULT = objectsOf({});
const REPORTS = new Map([...CHANGES].map(([name, props]) => [name, impactOf(DEFAULT, objectsOf(props))]));

test.each([...REPORTS])('%s', (name, report) => {
  expect(summaryOf(report).sort()).toEqual([...(EXPECTED[name] ?? [])].sort());
  const losses = (EXPECTED[name] ?? []).filter((one) => /^(?:lost|forgotten)/.test(one));
  expect(report.loses).toBe(losses.length > 0);
});

test('a prop of which nothing is expected has a report without statements', () => {
  expect(Object.keys(EXPECTED).filter((name) => !CHANGES.has(name))).toEqual([]);
  expect(CHANGES.size - Object.keys(EXPECTED).length).toBeGreaterThan(15);
});

test('another event of pull requests loses what is closed and reopened meanwhile', () => {
  const [before, after] = ['github', 'hub'].map((source) =>
    objectsOf({ pullRequests: eventReference(source, 'issue_comment') }),
  ) as [PlainObject[], PlainObject[]];
  expect(summaryOf(impactOf(before, after))).toContain('lost pullRequests');
});

/** A report in a few words. */
function summaryOf({ statements }: Pick<ReturnType<typeof impactOf>, 'statements'>): string[] {
  const events = new Map<string, Set<string>>();
  const others = new Set<string>();
  const forgotten = new Set<string>();
  let behind = 0;
  for (const { about, effect, objects, message, consumers } of statements) {
    if (about === 'events' && consumers === undefined) others.add('new sensor');
    for (const { dependency } of consumers ?? []) {
      const end = effect === 'note' ? 'ends' : effect;
      events.set(end, (events.get(end) ?? new Set()).add(kindOf(dependency)));
    }
    const resource = /^no event of the new tree .* "(\w+)[^"]*";/.exec(message)?.[1];
    if (resource !== undefined) forgotten.add(resource);
    else if (about === 'objects' && effect === 'lost') others.add(`lost ${objects[0]?.kind}`);
    else if (about === 'objects') behind += objects.length;
    else if (about === 'addresses') others.add(effect === 'lost' ? 'lost address' : 'address');
    else if (about === 'buses') others.add('bus');
    else if (message.includes('its pods are replaced'))
      for (const { name } of objects) others.add(`rolls ${SHORT[name] ?? name}`);
    else if (about !== 'events') others.add(about);
  }
  return [
    ...[...events].map(([effect, kinds]) => `${effect} ${[...kinds].join(', ')}`),
    ...(forgotten.size > 0 ? [`forgotten ${[...forgotten].join(', ')}`] : []),
    ...(behind > 0 ? [`${behind} behind`] : []),
    ...others,
  ];
}

const SHORT: Readonly<Record<string, string>> = {
  'pr-comment-remediation': 'sensor',
  'remediation-state': 'state',
};

function kindOf(dependency: string): string {
  if (dependency === 'feedback-comment') return 'comments';
  return dependency === 'pull-request-closed-or-reopened' ? 'pullRequests' : 'state';
}

test('the page that says what a change loses agrees', () => {
  const table = rows(read('docs/change.md')).filter(([, comments = '']) =>
    /^(?:new consumer|stays|on another bus)$/.test(comments),
  );
  const cases = table.flatMap(([names = '', comments, state]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, comments, state })),
  );
  expect(cases.length).toBeGreaterThan(14);
  for (const { name, comments, state } of cases) {
    const reports = [...REPORTS].filter(
      ([change]) => change === name || (/^[.:]/.test(change.slice(name.length)) && change.startsWith(name)),
    );
    expect(reports).not.toEqual([]);
    for (const [, report] of reports) {
      const summary = summaryOf(report).join('; ');
      expect([name, /lost comments/.test(summary)]).toEqual([name, comments !== 'stays']);
      expect([name, /(?:lost|late|ends)[\w, ]* state/.test(summary)]).toEqual([
        name,
        !/^stay/.test(state ?? ''),
      ]);
    }
  }
});
