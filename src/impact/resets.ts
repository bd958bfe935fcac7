import { joinAnd, quote } from '../findings/words';
import { nameOf, namespaceOf } from '../lint/objects';
import type { PlainObject } from '../lint/rule';
import { causeText, namesDependency, reasonOf } from './cause-text';
import { type Consumer, consumersOf } from './consumers';
import type { Cause, Fate } from './fate';
import { fatesOf } from './fates';
import { objectName } from './object-name';
import type { Effect, Statement } from './report';
import { comesAgain, wayBack } from './senders';
import { onlyIn, type Tree } from './tree';

/** Which consumers do not go on where they were, and what that loses. */
export function resetStatements(before: Tree, after: Tree): Statement[] {
  const groups = new Map<string, Told[]>();
  for (const told of toldOf(fatesOf(before, after), before, after)) {
    const key = keyOf(told);
    groups.set(key, [...(groups.get(key) ?? []), told]);
  }
  return [
    ...[...groups.values()].map((group) => statementOf(group, before, after)),
    ...onlyIn(after, before, 'Sensor').map(newSensor),
  ];
}

function newSensor(sensor: PlainObject): Statement {
  return {
    about: 'events',
    effect: 'note',
    objects: [objectName(sensor)],
    message:
      'new; it starts with new events, but with all that has come since if the bus had a sensor of this name before',
    reason:
      'A consumer outlives its sensor, and the bus keeps events, by default for 168 hours (getDurableName in pkg/eventbus/jetstream/sensor/sensor_jetstream.go).',
    help: 'take a name that was not used before, if what is old must not be handled',
  };
}

/** A consumer that does not go on, with what that means. */
interface Told extends Fate {
  readonly fate: Exclude<Fate['fate'], 'kept'>;
  readonly cause: Cause;
  readonly effect: Effect;
  /** The consumer that takes its events from now on. */
  readonly next?: Consumer;
}

function toldOf(fates: readonly Fate[], before: Tree, after: Tree): Told[] {
  const going = new Set(fates.filter(({ fate }) => fate === 'kept').map(({ consumer }) => idOf(consumer)));
  const takers = new Map<string, Consumer>();
  for (const one of after.set.ofKind('Sensor').flatMap(consumersOf)) {
    if (going.has(idOf(one))) continue;
    // The first one that has a key counts.
    for (const key of keysOfTaker(one)) takers.set(key, takers.get(key) ?? one);
  }
  return fates.flatMap(({ fate, consumer, cause, bus }): Told[] => {
    if (fate === 'kept' || cause === undefined) return [];
    const next = keysOfTaker(consumer)
      .map((key) => takers.get(key))
      .find((one) => one !== undefined);
    if (next === undefined) return [{ fate, cause, consumer, bus, effect: 'note' }];
    const isLate = fate !== 'stuck' && comesAgain(before, consumer, after, next);
    return [{ fate, cause, consumer, bus, effect: isLate ? 'late' : 'lost', next }];
  });
}

/**
 * What the consumer may have that takes over from another one: first its name, then the names of its trigger and dependency, then its
 * event.
 */
function keysOfTaker(consumer: Consumer): string[] {
  const { sensor, trigger, dependency, source, event } = consumer;
  return [
    idOf(consumer),
    JSON.stringify(['names', trigger, dependency]),
    JSON.stringify(['event', namespaceOf(sensor), source, event]),
  ];
}

function idOf({ sensor, trigger, dependency }: Consumer): string {
  return JSON.stringify([namespaceOf(sensor), nameOf(sensor), trigger, dependency]);
}

/** What has one cause is one statement. */
function keyOf({ fate, cause, consumer, effect }: Told): string {
  const { sensor, trigger, dependency } = consumer;
  return JSON.stringify([
    namespaceOf(sensor),
    nameOf(sensor),
    fate,
    cause,
    effect,
    namesDependency(cause) ? dependency : '',
    cause.kind === 'conditions' ? trigger : '',
  ]);
}

const COMBINED = ', with the events that it keeps until its conditions are met';

function statementOf(group: readonly Told[], before: Tree, after: Tree): Statement {
  const [first] = group as [Told, ...Told[]];
  const { cause, effect, consumer } = first;
  const names = (of: (consumer: Consumer) => string) => [...new Set(group.map((told) => of(told.consumer)))];
  const triggers = names(({ trigger }) => trigger);
  const dependencies = names(({ dependency }) => dependency);
  const help = helpOf([first, ...group.slice(1)], before, after);
  const ofDependencies = listed('dependency', dependencies, 'dependencies');
  const isWhole = ['sensor-gone', 'bus', 'group'].includes(cause.kind);
  const ofTriggers = listed('trigger', triggers);
  const which = namesDependency(cause)
    ? ofTriggers
    : isWhole
      ? ofDependencies
      : `${ofTriggers} for ${ofDependencies}`;
  const kept = group.some((told) => told.consumer.isCombined) && effect === 'lost' ? COMBINED : '';
  return {
    about: 'events',
    effect,
    objects: [objectName(consumer.sensor)],
    message: `${causeText(cause, triggers, consumer.dependency)}; ${consequence(first, which, triggers.length)}${kept}`,
    reason: reasonOf(first),
    ...(help !== undefined && { help }),
    consumers: group.map((told) => ({
      trigger: told.consumer.trigger,
      dependency: told.consumer.dependency,
      fate: told.fate,
    })),
  };
}

function consequence({ fate, cause, bus, effect }: Told, which: string, count: number): string {
  const s = count === 1 ? 's' : '';
  if (fate === 'stuck')
    return `${which} get${s} no event any more, because the bus keeps a consumer for the old event, and what comes is lost`;
  // On the other buses, no consumer starts again.
  if (fate === 'reset' && bus === 'jetstream')
    return `${which} start${s} again with new events, and what waits at the deploy ${ENDS[effect]}`;
  const what = `what waits for ${which} at the deploy ${ENDS[effect]}`;
  if (fate !== 'left') return what;
  return cause.kind === 'sensor-gone'
    ? `once it is deleted, what waits for ${which} stays on the bus, and nothing reads it`
    : `${what}: it stays on the bus, and nothing reads it`;
}

const ENDS: Readonly<Record<Effect, string>> = {
  lost: 'is lost',
  late: 'comes late',
  note: 'is dropped, and no trigger takes its place',
};

function helpOf(group: readonly [Told, ...Told[]], before: Tree, after: Tree): string | undefined {
  const [{ fate, cause, effect }] = group;
  if (fate === 'stuck') return 'rename the trigger or the dependency, so that it gets a new consumer';
  if (effect !== 'note') {
    const ways = group.map(({ consumer, next }) => wayBack(before, consumer, after, next ?? consumer));
    return [...new Set(ways)].join('; ');
  }
  return fate === 'left' && cause.kind !== 'unused'
    ? 'take a new name if it ever comes back: under the old one it would begin with what it has missed'
    : undefined;
}

/** Names in a text; of many, the first ones. */
function listed(word: string, names: readonly string[], words = `${word}s`): string {
  const more = names.length - MOST;
  if (more > 1) return `${words} ${names.slice(0, MOST).map(quote).join(', ')} and ${more} more`;
  return `${names.length === 1 ? word : words} ${joinAnd(names)}`;
}

const MOST = 4;
