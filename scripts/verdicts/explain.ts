import type { DependencyJudgement, FilterJudgement, SeenValue } from '../../src/engine/judgement';
import { asList, asObject, asString, type Part, valueAt, valueAtPath } from '../../src/lint/plain';

// What test/engine/explain.go says, told anew: which filter of a dependency refuses an event, in one line.

/** The outcome of a dependency, as it is in a verdict. */
export function outcomeOf(dependency: Part, judged: DependencyJudgement): string {
  if (judged.outcome === 'failed') return `transform failed: ${judged.error ?? ''}`;
  if (judged.outcome === 'passed') return 'passed';
  const logged = judged.error === undefined ? '' : ', and the whole event is logged';
  return `refused: ${refusal(dependency, judged.filters ?? [])}${logged}`;
}

/** The groups of filters, in the order of the engine, and the field that says how the filters of one go together. */
const GROUPS = [
  ['exprs', 'exprLogicalOperator'],
  ['data', 'dataLogicalOperator'],
  ['context'],
  ['time'],
  ['script'],
] as const;

function refusal(dependency: Part, filters: readonly FilterJudgement[]): string {
  const reasons = GROUPS.flatMap(([group, operator]) => {
    const isEither = operator !== undefined && valueAt(dependency.value, 'filters', operator) === 'or';
    const ofGroup = filters.filter(({ path }) => path[1] === group);
    if (isEither && ofGroup.some(({ passed }) => passed)) return [];
    const said = ofGroup.filter(({ passed }) => !passed).map((filter) => reasonOf(dependency, filter));
    return noneOf(isEither ? said : said.slice(0, 1)) || [];
  });
  const isEither = valueAt(dependency.value, 'filtersLogicalOperator') === 'or';
  return noneOf(isEither ? reasons : reasons.slice(0, 1));
}

function noneOf(reasons: readonly string[]): string {
  return reasons.length < 2 ? reasons.join('') : `none of: ${reasons.join('; ')}`;
}

function reasonOf(dependency: Part, { path, saw = [], error }: FilterJudgement): string {
  const filter = valueAtPath(dependency.value, path);
  const reason = wordsOf(String(path[1]), filter, saw);
  return error === undefined || reason.includes(ABSENT) ? reason : `${reason}: ${error}`;
}

function wordsOf(group: string, filter: unknown, saw: readonly SeenValue[]): string {
  switch (group) {
    case 'exprs': {
      const found = saw.map((one) => `${one.name ?? ''} (${one.path}) is ${textOf(one)}`);
      return `${found.join(', ')}, wanted ${asString(valueAt(filter, 'expr')) ?? ''}`;
    }
    case 'data':
      return `${saw.map((one) => `${one.path} is ${textOf(one)}`).join('')}, wanted ${wanted(filter)}`;
    case 'time': {
      const { start, stop } = asObject(filter);
      return `the time filter, wanted ${start} to ${stop}`;
    }
    default:
      return `the ${group} filter`;
  }
}

const ABSENT = 'absent';
const LONGEST = 80;

function textOf({ text }: SeenValue): string {
  if (text === undefined) return ABSENT;
  const characters = [...text.replaceAll('\n', ' ')];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : characters.join('');
}

/** What a data filter asks for, in the engine's terms: texts are patterns. */
function wanted(filter: unknown): string {
  const { comparator, type, template } = asObject(filter);
  const values = asList(valueAt(filter, 'value')).join(' or ');
  const ofType = type === 'string' ? '' : ` (${type})`;
  const after = template ? ` after ${template}` : '';
  return `${comparator || '='} ${values}${ofType}${after}`;
}
