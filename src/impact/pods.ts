import { quote } from '../findings/words';
import { asObject, asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { objectName } from './object-name';
import type { Statement } from './report';
import type { Tree } from './tree';

/** The kinds of objects that have pods, with how many each has for good. */
const PODS: Readonly<Record<string, (object: PlainObject) => number | undefined>> = {
  Sensor: (sensor) => atLeastOne(valueAt(sensor, 'spec', 'replicas')),
  EventSource: (source) => atLeastOne(valueAt(source, 'spec', 'replicas')),
  EventBus: podsOfBus,
  Deployment: (deployment) => numberOr(valueAt(deployment, 'spec', 'replicas'), 1),
  StatefulSet: (set) => numberOr(valueAt(set, 'spec', 'replicas'), 1),
  CronJob: () => undefined,
};

/** How many pods there are more or less, and which come more or less often. */
export function podStatements(before: Tree, after: Tree): Statement[] {
  const ids = new Set([...before.byId.keys(), ...after.byId.keys()]);
  return [...ids].flatMap((id) => {
    const [was, is] = [before.byId.get(id), after.byId.get(id)];
    const message = messageOf(was, is);
    if (message === undefined) return [];
    return [
      {
        about: 'load',
        effect: 'note',
        objects: [objectName((is ?? was) as PlainObject)],
        message: is === undefined ? `${message}, when it is deleted` : message,
        reason:
          'The controller makes a Deployment for each Sensor and EventSource, and a StatefulSet for a bus (pkg/reconciler in the engine).',
      } satisfies Statement,
    ];
  });
}

function messageOf(was: PlainObject | undefined, is: PlainObject | undefined): string | undefined {
  const kind = asString((is ?? was)?.['kind']) ?? '';
  if (kind === 'CronJob') {
    const [old, now] = [was, is].map((job) => job && scheduleOf(job));
    if (old === now) return undefined;
    if (old === undefined) return `one pod more ${now}`;
    return now === undefined ? `one pod less ${old}` : `one pod ${now}, and not ${old}`;
  }
  const count = PODS[kind];
  if (count === undefined) return undefined;
  const more = (is ? (count(is) ?? 0) : 0) - (was ? (count(was) ?? 0) : 0);
  if (more === 0) return undefined;
  return `${Math.abs(more)} pod${Math.abs(more) === 1 ? '' : 's'} ${more > 0 ? 'more' : 'less'}`;
}

function scheduleOf(job: PlainObject): string {
  const isSuspended = valueAt(job, 'spec', 'suspend') === true;
  return isSuspended
    ? 'never, it is suspended'
    : `at ${quote(asString(valueAt(job, 'spec', 'schedule')) ?? '')}`;
}

function podsOfBus(bus: PlainObject): number {
  const spec = asObject(bus['spec']);
  if ('jetstream' in spec) return numberOr(valueAt(spec, 'jetstream', 'replicas'), 3);
  return 'native' in asObject(spec['nats'])
    ? Math.max(3, numberOr(valueAt(spec, 'nats', 'native', 'replicas'), 3))
    : 0;
}

function atLeastOne(value: unknown): number {
  return Math.max(1, numberOr(value, 1));
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}
