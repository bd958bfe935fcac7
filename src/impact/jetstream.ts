import { nameOf } from '../lint/objects';
import type { PlainObject } from '../lint/rule';
import { type Consumer, conditionsByTrigger, consumersOf, dependenciesByName } from './consumers';
import type { Cause, OnOneBus } from './fate';
import { changedFields } from './stored-dependency';

/**
 * What becomes of the consumers of a sensor on JetStream that has another spec. When it starts, it compares its spec with the
 * one that it has kept in the bucket of its name, and deletes consumers (setStateToSpec in
 * pkg/eventbus/jetstream/sensor/sensor_jetstream.go). It then subscribes: a consumer that is gone is made again, from new
 * events on.
 */
export function jetstreamFates(before: PlainObject, after: PlainObject): OnOneBus[] {
  const deleted = deletedBy(before, after);
  const now = new Map(consumersOf(after).map((consumer) => [durableOf(consumer), consumer]));
  return consumersOf(before).map((consumer): OnOneBus => {
    const durable = durableOf(consumer);
    const cause = deleted.get(durable);
    const next = now.get(durable);
    if (next === undefined) {
      const gone = cause ?? goneWithoutTrace(consumer, after);
      return { fate: cause ? 'deleted' : 'left', consumer, cause: gone };
    }
    if (cause) return { fate: 'reset', consumer, cause };
    // The server refuses a consumer for another subject (ErrSubjectMismatch in nats.go), and the trigger tries for ever.
    const isSame = next.source === consumer.source && next.event === consumer.event;
    return isSame ? { fate: 'kept', consumer } : { fate: 'stuck', consumer, cause: { kind: 'event' } };
  });
}

/** The consumers that the engine deletes before it subscribes, and why. */
function deletedBy(before: PlainObject, after: PlainObject): ReadonlyMap<string, Cause> {
  const deleted = new Map<string, Cause>();
  const [triggers, triggersNow] = [conditionsByTrigger(before), conditionsByTrigger(after)];
  const changed = changedDependencies(before, after);
  for (const [trigger, conditions] of triggers) {
    const conditionsNow = triggersNow.get(trigger);
    if (conditionsNow === conditions) {
      for (const [dependency, cause] of changed) deleted.set(durable(before, trigger, dependency), cause);
      continue;
    }
    const cause: Cause =
      conditionsNow === undefined
        ? { kind: 'trigger-gone' }
        : { kind: 'conditions', before: conditions, after: conditionsNow };
    for (const name of namesInText(conditions)) deleted.set(durable(before, trigger, name), cause);
  }
  return deleted;
}

function changedDependencies(before: PlainObject, after: PlainObject): [string, Cause][] {
  const now = dependenciesByName(after);
  return [...dependenciesByName(before)].flatMap(([name, definition]): [string, Cause][] => {
    const next = now.get(name);
    if (next === undefined) return [[name, { kind: 'dependency-gone' }]];
    const fields = changedFields(definition, next);
    return fields.length === 0 ? [] : [[name, { kind: 'dependency', fields }]];
  });
}

/**
 * What the engine takes for the names in the conditions that it has kept (purgeAllDepsForTrigger). Of a trigger without
 * conditions it finds none, and so deletes none of its consumers. A line break is no space to it, and it stops at a name that
 * cannot be in a key of the bucket.
 */
function namesInText(conditions: string): string[] {
  const names = conditions
    .replace(/&&|\|\||[()]/g, ' ')
    .split(' ')
    .filter((name) => name !== '');
  const invalid = names.findIndex((name) => !/^[-/_=.a-zA-Z0-9]+$/.test(name));
  return invalid < 0 ? names : names.slice(0, invalid);
}

/** Why the new spec does not use a consumer that the engine has not deleted. */
function goneWithoutTrace({ trigger, dependency }: Consumer, after: PlainObject): Cause {
  if (!conditionsByTrigger(after).has(trigger)) return { kind: 'trigger-gone' };
  return { kind: dependenciesByName(after).has(dependency) ? 'unused' : 'dependency-gone' };
}

/** The text of which the engine makes the name of a consumer (getDurableName). */
export function durableOf({ sensor, trigger, dependency }: Consumer): string {
  return durable(sensor, trigger, dependency);
}

function durable(sensor: PlainObject, trigger: string, dependency: string): string {
  return `${nameOf(sensor)}-${trigger}-${dependency}`;
}
