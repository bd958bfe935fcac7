import { busName, busOf, namespaceOf } from '../lint/objects';
import type { PlainObject } from '../lint/rule';
import { type BusKind, busKeyOf, busKindOf, consumersOf } from './consumers';
import type { Cause, Fate, OnOneBus } from './fate';
import { jetstreamFates } from './jetstream';
import { groupOfSensor, kafkaFates, natsFates } from './other-buses';
import { idOf, type Tree } from './tree';

/** What becomes of all consumers that the old tree has. */
export function fatesOf(before: Tree, after: Tree): Fate[] {
  return before.set.ofKind('Sensor').flatMap((sensor) => {
    const now = after.byId.get(idOf(sensor));
    const bus = busKindOf(isKnown(before, sensor) ? before.set : after.set, sensor);
    return fatesOn(bus, before, sensor, after, now).map((fate) => ({ ...fate, bus }));
  });
}

function fatesOn(
  bus: BusKind,
  before: Tree,
  sensor: PlainObject,
  after: Tree,
  now: PlainObject | undefined,
): OnOneBus[] {
  const cause: Cause | undefined =
    now === undefined ? { kind: 'sensor-gone' } : otherPlace(before, sensor, after, now);
  if (cause || now === undefined) {
    return consumersOf(sensor).map((consumer) => ({ fate: 'left', consumer, ...(cause && { cause }) }));
  }
  return FATES[bus](sensor, now);
}

const FATES: Readonly<Record<BusKind, (before: PlainObject, after: PlainObject) => OnOneBus[]>> = {
  jetstream: jetstreamFates,
  nats: natsFates,
  kafka: kafkaFates,
};

/** Where the events of a sensor are now, if that is another bus or another consumer group; undefined if it is the same. */
function otherPlace(before: Tree, sensor: PlainObject, after: Tree, now: PlainObject): Cause | undefined {
  const isCertain = isKnown(before, sensor) && isKnown(after, now);
  const [was, is] = isCertain
    ? [placeOf(before, sensor), placeOf(after, now)]
    : [sensor, now].map((one) => `${namespaceOf(one)}/${busName(one)}`);
  if (was !== is) return { kind: 'bus', before: was ?? '', after: is ?? '' };
  if (!isCertain || busKindOf(after.set, now) !== 'kafka') return undefined;
  const [group, groupNow] = [
    groupOfSensor(sensor, busOf(before.set, sensor)),
    groupOfSensor(now, busOf(after.set, now)),
  ];
  return group === groupNow ? undefined : { kind: 'group', before: group, after: groupNow };
}

function isKnown({ set }: Tree, sensor: PlainObject): boolean {
  return busOf(set, sensor) !== undefined;
}

/** The bus of a sensor in a message, and with it what tells it from others. */
function placeOf({ set }: Tree, sensor: PlainObject): string {
  const kind = busKindOf(set, sensor);
  // An address may have a password.
  const key = busKeyOf(set, sensor).replace(/\/\/[^/]*@/g, '//');
  return kind === 'jetstream' ? key : `${key} (${kind})`;
}
