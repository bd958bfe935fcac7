import type {
  Call,
  DependencyJudgement,
  FilterJudgement,
  Firing,
  Judgement,
} from '../../src/engine/judgement';
import { lineWithin } from '../../src/findings/line';
import type { LintFinding, PlainObject } from '../../src/lint';
import { valueAtPath } from '../../src/lint/plain';
import { type Content, element } from './dom';

const OUTCOMES = {
  passed: 'takes the event',
  refused: 'refuses the event',
  failed: 'drops the event: its transform fails',
} as const;

/** What the sensor does, for a person. */
export function judgementView(
  sensor: PlainObject,
  judgement: Judgement,
  toYaml: (value: unknown) => string,
): Content[] {
  const { dependencies, triggers } = judgement;
  const none = element('p', 'quiet', 'No dependency is for this event.');
  const idle = element('p', 'quiet', 'No trigger fires.');
  return [
    element('h2', '', 'Dependencies'),
    ...(dependencies.length === 0 ? [none] : dependencies.map((one) => dependencyView(sensor, one, toYaml))),
    element('h2', '', 'Triggers'),
    ...(triggers.length === 0 ? [idle] : triggers.map((one) => firingView(one, toYaml))),
  ];
}

function dependencyView(
  sensor: PlainObject,
  judged: DependencyJudgement,
  toYaml: (value: unknown) => string,
): Content {
  const { name, outcome, error, data, filters = [] } = judged;
  const list = valueAtPath(sensor, ['spec', 'dependencies']) as readonly PlainObject[];
  const dependency = list.find((one) => one['name'] === name) ?? {};
  return element('div', '', [
    element('h3', outcome, `${name} ${OUTCOMES[outcome]}`),
    error === undefined ? [] : element('p', 'error', error),
    filters.length === 0
      ? []
      : element(
          'table',
          '',
          filters.map((filter) => filterRow(dependency, filter)),
        ),
    data === undefined ? [] : folded('The event as filters and parameters see it', toYaml(data)),
  ]);
}

function filterRow(dependency: PlainObject, { path, passed, error, saw = [] }: FilterJudgement): HTMLElement {
  const seen = saw.map(({ name, path: place, value }) => {
    const found = value === undefined ? 'is absent' : `is ${JSON.stringify(value)}`;
    return element(
      'div',
      '',
      element('code', '', name === undefined ? place : `${name} (${place})`),
      ` ${found}`,
    );
  });
  return element('tr', '', [
    element('td', passed ? 'passed' : 'refused', passed ? 'passes' : 'refuses'),
    element('td', '', element('code', '', wanted(path, valueAtPath(dependency, path)))),
    element('td', '', seen, error === undefined ? [] : element('div', 'error', error)),
  ]);
}

/** What a filter wants, in a line. */
function wanted(path: readonly (string | number)[], filter: unknown): string {
  const { path: place, comparator, value, expr } = (filter ?? {}) as PlainObject;
  if (path[1] === 'exprs') return String(expr);
  if (path[1] !== 'data') return path.slice(1).join('.');
  return `${String(place)} ${String(comparator || '=')} ${(Array.isArray(value) ? value : []).join(' or ')}`;
}

function firingView(firing: Firing, toYaml: (value: unknown) => string): Content {
  const { trigger, waitsFor, does = [], error, ifItFails } = firing;
  if (waitsFor !== undefined) {
    return element('h3', 'waits', `${trigger} waits until ${waitsFor} holds`);
  }
  return element('div', '', [
    element(
      'h3',
      error === undefined ? 'fires' : 'error',
      error === undefined ? `${trigger} fires` : `${trigger} fails`,
    ),
    error === undefined ? [] : element('p', 'error', error),
    does.map((call) => [element('p', '', headingOf(call)), element('pre', '', toYaml(contentOf(call)))]),
    ifItFails === undefined
      ? []
      : folded(`If all retries fail: ${ifItFails.trigger}`, textOf(ifItFails, toYaml)),
  ]);
}

function textOf({ error, does = [] }: Firing, toYaml: (value: unknown) => string): string {
  if (error !== undefined) return error;
  return does.map((call) => `# ${headingOf(call)}\n${toYaml(contentOf(call))}`).join('\n');
}

function headingOf(call: Call): string {
  if ('url' in call) return `${call.method} ${call.url}`;
  if ('fields' in call) return call.kind;
  const place = `${call.namespace === undefined ? '' : `${call.namespace}/`}${call.name ?? ''}`;
  if ('arguments' in call) return `argo ${call.arguments.join(' ')}`;
  return `${call.verb} ${String(call.object?.['kind'] ?? call.resource)} ${place}`;
}

function contentOf(call: Call): unknown {
  if ('url' in call) {
    const { headers, body, text, allow } = call;
    return {
      headers,
      ...(body !== undefined && { body }),
      ...(text !== undefined && { text }),
      allow: allow ?? 'any status',
    };
  }
  if ('fields' in call)
    return { ...call.fields, ...(call.payload !== undefined && { payload: call.payload }) };
  return call.object ?? {};
}

function folded(title: string, text: string): HTMLElement {
  return element('details', '', element('summary', '', title), element('pre', '', text));
}

/** What the rules find. */
export function findingsView(findings: readonly LintFinding[]): Content[] {
  if (findings.length === 0) return [];
  const items = findings.map((found) =>
    element('li', '', element('span', found.severity, found.severity), ` ${lineWithin(found)}`),
  );
  return [element('h2', '', 'What the rules find'), element('ul', '', items)];
}
