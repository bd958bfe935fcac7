import { isDeepStrictEqual } from 'node:util';
import { asList, asObject, isObject, type Part, partsAt, rootPart } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { sameConditions } from './conditions';
import { canonicalEvent, isEventKind } from './events';
import { canonical } from './filters';
import { canonicalTransform } from './transform';
import { canonicalAction } from './triggers/canonical';
import { certainOf } from './triggers/certain';

/**
 * What an object has to be rendered as: the given one, with what the rendered one says of the same in another way. The
 * rest of the difference is a difference for the engine.
 */
export function expectedObject(given: PlainObject, rendered: PlainObject): PlainObject {
  const spec = asObject(given['spec']);
  const other = asObject(rendered['spec']);
  const { eventBusName = 'default' } = spec;
  switch (given['kind']) {
    case 'Sensor':
      return {
        ...given,
        spec: { ...spec, eventBusName, ...sensorParts(given, rendered) },
      };
    case 'EventSource':
      return { ...given, spec: { ...spec, eventBusName, ...eventParts(spec, other) } };
    default:
      return given;
  }
}

function sensorParts(given: PlainObject, rendered: PlainObject): PlainObject {
  const dependencies = pairs(given, rendered, 'dependencies').map(([one, other]) => ({
    ...one.value,
    ...same(one.value, other.value, 'filters', canonical),
    ...same(one.value, other.value, 'transform', canonicalTransform),
    ...same(one.value, other.value, 'filtersLogicalOperator', (operator) =>
      operator === 'or' ? 'or' : 'and',
    ),
  }));
  const triggers = pairs(given, rendered, 'triggers').map(([one, other]) =>
    triggerLike(one.value, other.value, {
      certain: certainOf(rendered, other),
      isSameTime: sameConditions(given, rendered, [one, other]),
    }),
  );
  return { dependencies: dependencies.map(defined), triggers: triggers.map(defined) };
}

interface Compared {
  readonly certain: readonly string[];
  readonly isSameTime: boolean;
}

/** A trigger with what the other one says of the same in another way. */
function triggerLike(one: PlainObject, other: PlainObject, { certain, isSameTime }: Compared): PlainObject {
  const [mine, theirs] = [splitTrigger(one), splitTrigger(other)];
  const isSame = isDeepStrictEqual(
    canonicalAction(mine.action, certain),
    canonicalAction(theirs.action, certain),
  );
  const { template: _, parameters, policy } = isSame ? theirs.action : mine.action;
  const kinds = isSame ? theirs.action.template : mine.action.template;
  const dlq = [one['dlqTrigger'], other['dlqTrigger']];
  return {
    ...mine.others,
    template: { ...mine.names, ...(isSameTime && { conditions: theirs.names['conditions'] }), ...kinds },
    parameters,
    policy,
    ...same(one, other, 'atLeastOnce', Boolean),
    ...(dlq.every(isObject) && {
      dlqTrigger: defined(triggerLike(asObject(dlq[0]), asObject(dlq[1]), { certain, isSameTime: false })),
    }),
  };
}

function splitTrigger({ template, parameters, policy, ...others }: PlainObject) {
  const { name, conditions, conditionsReset, ...kinds } = asObject(template);
  return {
    others,
    names: defined({ name, conditions: conditions || undefined, conditionsReset }),
    action: { template: kinds, parameters: asList(parameters).length > 0 ? parameters : undefined, policy },
  };
}

function eventParts(given: PlainObject, rendered: PlainObject): PlainObject {
  const kinds = Object.entries(given).filter(([field, events]) => isEventKind(field) && isObject(events));
  return Object.fromEntries(
    kinds.map(([kind, events]) => [
      kind,
      Object.fromEntries(
        Object.entries(asObject(events)).map(([name, event]) => {
          const other = asObject(asObject(rendered[kind])[name]);
          const isSame =
            isEventKind(kind) &&
            isDeepStrictEqual(canonicalEvent(kind, asObject(event)), canonicalEvent(kind, other));
          return [name, isSame ? other : event];
        }),
      ),
    ]),
  );
}

function pairs(given: PlainObject, rendered: PlainObject, list: string): (readonly [Part, Part])[] {
  const others = partsAt(rootPart(rendered), 'spec', list);
  const empty: Part = { path: [], value: {} };
  return partsAt(rootPart(given), 'spec', list).map((one, index) => [one, others[index] ?? empty]);
}

/** The field of the other object, if both say the same. */
function same(
  one: PlainObject,
  other: PlainObject,
  field: string,
  form: (value: unknown) => unknown,
): PlainObject {
  return isDeepStrictEqual(form(one[field]), form(other[field])) ? { [field]: other[field] } : {};
}

function defined(fields: PlainObject): PlainObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
