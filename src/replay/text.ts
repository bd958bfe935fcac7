import type { DependencyJudgement, FilterJudgement, Firing, ResolvedParameter } from '../engine/judgement';
import { quote } from '../findings/words';
import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { dependencies } from '../lint/sensor';
import { count, safe, truncate } from '../status/text';
import type { Replay } from './replay';
import { callContent, callText, seenText, wantedText } from './words';

/** How the result is shown. */
export interface TextOptions {
  /** Whether the data of the events after their transforms is shown as well. */
  readonly verbose: boolean;
  /** Writes a value as YAML. */
  readonly toYaml: (value: unknown) => string;
}

const WIDTH = 100;
const OUTCOMES = {
  passed: 'takes it',
  refused: 'refuses it',
  failed: 'drops it: its transform fails',
} as const;

/** What a sensor did with the events, for a person. */
export function replayText({ sensor, events, judgement }: Replay, options: TextOptions): string {
  const parts = events.map(({ file, form, event }, number) => {
    const head = `event ${number + 1}: ${file}, ${form}, published as ${event.source} / ${event.subject}\n`;
    const judged = judgement.dependencies.filter((one) => one.event === number);
    const fired = judgement.triggers.filter((one) => one.event === number);
    return [
      safe(head.trimEnd()),
      ...judged.map((one) => dependencyText(sensor, one, options)),
      ...(fired.length > 0 ? fired.map((one) => firingText(one, options, 0)) : ['no trigger fires']),
    ].join('\n\n');
  });
  return `${parts.join('\n\n')}\n\n${summary(judgement.dependencies, judgement.triggers)}\n`;
}

function summary(judged: readonly DependencyJudgement[], fired: readonly Firing[]): string {
  const taken = judged.filter(({ outcome }) => outcome === 'passed').length;
  const failing = fired.filter(({ error }) => error !== undefined).length;
  const waiting = fired.filter(({ waitsFor }) => waitsFor !== undefined).length;
  return [
    `${taken} of ${judged.length} ${judged.length === 1 ? 'dependency' : 'dependencies'} took the event`,
    `${count(fired.length - failing - waiting, 'trigger')} fired`,
    ...(failing > 0 ? [`${failing} failed`] : []),
    ...(waiting > 0 ? [`${waiting} waited for others`] : []),
  ].join(', ');
}

function dependencyText(sensor: PlainObject, judged: DependencyJudgement, options: TextOptions): string {
  const { name, outcome, error, data, filters = [] } = judged;
  const found = dependencies(sensor).find(({ value }) => value['name'] === name);
  const lines = [
    `dependency ${quote(name)} ${OUTCOMES[outcome]}`,
    ...(outcome === 'failed' || (error !== undefined && filters.length === 0)
      ? [indented(safe(error ?? ''), 2)]
      : []),
    ...filterLines(asObject(found?.value), filters),
  ];
  if (outcome === 'refused' && error !== undefined)
    lines.push('  because of the error, the sensor logs the whole event');
  if (options.verbose && data !== undefined)
    lines.push('  the event after the transform:', yaml(data, options, 4));
  return lines.join('\n');
}

function filterLines(dependency: PlainObject, filters: readonly FilterJudgement[]): string[] {
  const wanted = filters.map((filter) => truncate(safe(wantedText(dependency, filter)), 56));
  const width = Math.max(0, ...wanted.map((text) => [...text].length));
  return filters.flatMap((filter, index) => {
    const { passed, error, saw = [] } = filter;
    const text = wanted[index] ?? '';
    const head = `  ${passed ? 'passes ' : 'refuses'}  ${text}${' '.repeat(width - [...text].length)}  `;
    const seen = saw.map(seenText).join(', ');
    const rest = Math.max(30, WIDTH - [...head].length);
    const isTold = error === undefined || saw.some(({ value }) => value === undefined);
    return [
      `${head}${truncate(safe(seen), rest)}`.trimEnd(),
      ...(isTold ? [] : [`           ${safe(error)}`]),
    ];
  });
}

function firingText(firing: Firing, options: TextOptions, depth: number): string {
  const { trigger, waitsFor, error, does = [], ifItFails, parameters = [] } = firing;
  const head = `trigger ${quote(trigger)}`;
  if (waitsFor !== undefined) return indented(`${head} waits until ${waitsFor}`, depth);
  const failing = parameters.filter((one) => one.error !== undefined);
  const skipped = parameters.filter((one) => one.error === undefined && one.value === undefined);
  const place = ({ dest, src }: ResolvedParameter) => `${dest || 'the payload'} (${src})`;
  const lines = [
    `${head} ${error === undefined ? 'fires' : 'fails'}`,
    ...(error === undefined ? [] : [`  ${safe(error)}`]),
    ...failing.map((one) => `  the parameter for ${place(one)} has no value`),
    ...skipped.map(
      (one) => `  the parameter for ${place(one)} is skipped: no event of its dependency has come`,
    ),
    ...does.flatMap((call) => [`  ${safe(callText(call))}`, yaml(callContent(call), options, 4)]),
  ];
  const last = ifItFails === undefined ? [] : ['  if all retries fail:', firingText(ifItFails, options, 4)];
  return [
    ...lines.map((line) => indented(line, depth)),
    ...last.map((line, index) => (index === 0 ? indented(line, depth) : line)),
  ].join('\n');
}

function yaml(value: unknown, { toYaml }: TextOptions, spaces: number): string {
  const text = toYaml(value).trimEnd();
  return indented(text.split('\n').map(safe).join('\n'), spaces);
}

function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}
