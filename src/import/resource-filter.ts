import { asList, asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { only } from './event-props';
import { unfit } from './unfit';

const OPERATORS: Readonly<Record<string, string>> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
  gt: 'Gt',
  lt: 'Lt',
};

/** The props of `resourceEvent` for the filter of an event about objects. */
export function resourceFilter(filter: unknown): PlainObject {
  const { labels, fields, ...others } = only(filter, [
    'labels',
    'fields',
    'prefix',
    'afterStart',
    'createdBy',
  ]);
  const selectors = asList(labels).map(
    (selector) => ({ operation: '', value: '', ...asObject(selector) }) as Selector,
  );
  const plain = selectors.filter(({ operation }) => ['==', '=', ''].includes(operation));
  const further = selectors.filter((selector) => !plain.includes(selector));
  return {
    ...(plain.length > 0 && { labels: Object.fromEntries(plain.map(({ key, value }) => [key, value])) }),
    ...(further.length > 0 && { matchExpressions: further.map(requirement) }),
    ...(asList(fields).length > 0 && { fields: asList(fields).map(fieldRequirement) }),
    ...others,
  };
}

interface Selector {
  readonly key: string;
  readonly operation: string;
  readonly value: string;
}

function requirement({ key, operation, value }: Selector): PlainObject {
  const operator = OPERATORS[operation] ?? unfit(`it selects labels by "${operation}"`);
  if (operator === 'In' || operator === 'NotIn') return { key, operator, values: value.split(',') };
  if (operator === 'Gt' || operator === 'Lt') return { key, operator, value: Number(value) };
  return { key, operator };
}

/** A field that is one of several texts. The engine has the texts as a pattern. */
function fieldRequirement(field: unknown): PlainObject {
  const { key, operation, value } = asObject(field);
  const pattern = /^\^\(\?:(.*)\)\$$/s.exec(String(value))?.[1] ?? unfit('it selects fields by a pattern');
  const values = pattern.match(/(?:\\.|[^|\\])+/gs)?.map((text) => text.replace(/\\(.)/gs, '$1')) ?? [];
  return { key, operator: operation === '!=' ? 'NotIn' : 'In', values };
}
