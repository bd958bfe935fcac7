import { quote } from '../findings/words';
import { parsedConditionsOf } from '../lint/conditions';
import { nameOf, namespaceOf } from '../lint/objects';
import { asString, type Part, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { actionParts, dependencyNames, waitingTriggers } from '../lint/sensor';
import { objectName } from './object-name';
import type { Statement } from './report';
import type { Tree } from './tree';

/**
 * The calls of the API server that each operation takes (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go): a get
 * comes first, except for a create.
 */
const CALLS: Readonly<Record<string, number>> = { create: 1, update: 2, patch: 2, delete: 2 };

/** What an event leads to that nothing refuses. */
interface Load {
  readonly calls: number;
  readonly requests: number;
}

/** How many calls and requests an event leads to, more or less, for each dependency of each sensor. */
export function callStatements(before: Tree, after: Tree): Statement[] {
  const [was, is] = [loadsIn(before), loadsIn(after)];
  const [gone, fresh] = [loadsOnlyIn(was, is), loadsOnlyIn(is, was)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    const sensor = (now ?? old)?.sensor as PlainObject;
    const [from, to] = [old?.load ?? NONE, now?.load ?? NONE];
    const isMoved =
      (old === undefined && now && gone.has(movedKey(now))) ||
      (now === undefined && old && fresh.has(movedKey(old)));
    if (isSame(from, to) || isMoved) return [];
    return [
      {
        about: 'load',
        effect: 'note',
        objects: [objectName(sensor)],
        message: `an event for dependency ${quote(now?.dependency ?? old?.dependency ?? '')} takes ${textOf(to)}, and took ${textOf(from)}`,
        reason:
          'Each operation on an object takes one call or two, and a try that fails takes them again. A pod of a sensor makes five calls a second (pkg/sensors/triggers/standard-k8s/standard-k8s.go, the default limit of client-go).',
      } satisfies Statement,
    ];
  });
}

const NONE: Load = { calls: 0, requests: 0 };

interface Found {
  readonly sensor: PlainObject;
  readonly dependency: string;
  readonly load: Load;
}

function isSame(one: Load, other: Load): boolean {
  return one.calls === other.calls && one.requests === other.requests;
}

/** What the dependencies take that only the first tree has, by their names. */
function loadsOnlyIn(one: Loads, other: Loads): ReadonlySet<string> {
  return new Set([...one].filter(([key]) => !other.has(key)).map(([, found]) => movedKey(found)));
}

/** What a dependency of one sensor has in common with that of another one to which it has moved as it was. */
function movedKey({ dependency, load }: Found): string {
  return JSON.stringify([dependency, load.calls, load.requests]);
}

type Loads = ReadonlyMap<string, Found>;

function loadsIn({ set }: Tree): Loads {
  const found = new Map<string, Found>();
  for (const sensor of set.ofKind('Sensor')) {
    for (const dependency of dependencyNames(sensor)) {
      const firing = waitingTriggers(sensor).filter((trigger) =>
        parsedConditionsOf(sensor, trigger)?.names.includes(dependency),
      );
      const load = firing.map(loadOf).reduce(plus, NONE);
      found.set(JSON.stringify([namespaceOf(sensor), nameOf(sensor), dependency]), {
        sensor,
        dependency,
        load,
      });
    }
  }
  return found;
}

function loadOf(trigger: Part): Load {
  const [action] = actionParts(trigger);
  if (action === undefined || action.kind === 'log') return NONE;
  if (action.kind !== 'k8s') return { calls: 0, requests: 1 };
  const operation = asString(action.value['operation']) || 'create';
  const isLive = operation === 'update' && valueAt(action.value, 'liveObject') === true;
  return { calls: (CALLS[operation] ?? 0) + (isLive ? 1 : 0), requests: 0 };
}

function plus(one: Load, other: Load): Load {
  return { calls: one.calls + other.calls, requests: one.requests + other.requests };
}

function textOf({ calls, requests }: Load): string {
  const parts = [
    ...(calls > 0 ? [`${calls} call${calls === 1 ? '' : 's'} of the API server`] : []),
    ...(requests > 0 ? [`${requests} other request${requests === 1 ? '' : 's'}`] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(' and ');
}
