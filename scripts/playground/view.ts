import type { DependencyJudgement, FilterJudgement, Firing, Judgement } from '../../src/engine/judgement';
import { lineWithin } from '../../src/findings/line';
import type { LintFinding, PlainObject } from '../../src/lint';
import { valueAtPath } from '../../src/lint/plain';
import { callContent, callText, wantedText } from '../../src/replay/words';
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

function filterRow(dependency: PlainObject, filter: FilterJudgement): HTMLElement {
  const { passed, error, saw = [] } = filter;
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
    element('td', '', element('code', '', wantedText(dependency, filter))),
    element('td', '', seen, error === undefined ? [] : element('div', 'error', error)),
  ]);
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
    does.map((call) => [element('p', '', callText(call)), element('pre', '', toYaml(callContent(call)))]),
    ifItFails === undefined
      ? []
      : folded(`If all retries fail: ${ifItFails.trigger}`, textOf(ifItFails, toYaml)),
  ]);
}

function textOf({ error, does = [] }: Firing, toYaml: (value: unknown) => string): string {
  if (error !== undefined) return error;
  return does.map((call) => `# ${callText(call)}\n${toYaml(callContent(call))}`).join('\n');
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
