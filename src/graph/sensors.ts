import { pluralOf } from '../argo-events/plural';
import { conditionsText, parsedConditionsOf } from '../lint/conditions';
import { type EventPart, eventsOf } from '../lint/event-source';
import { nameOf, namespaceOf } from '../lint/objects';
import { asList, asString, type Part, partAt, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { dependencies, triggerName, waitingTriggers } from '../lint/sensor';
import { actionOf, type WatchedObject } from './actions';
import { filterLines } from './filters';
import { type Graph, GraphBuilder } from './graph';

/**
 * The picture of all Sensors among some objects: the events that they wait for, their dependencies with transform and
 * filters, their triggers, and what these write or send. An arrow leads back from an object to the event of an
 * EventSource that watches it.
 */
export function graphOf(objects: readonly PlainObject[]): Graph {
  const graph = new GraphBuilder();
  const sources = objects.filter(({ kind }) => kind === 'EventSource');
  const written: Written[] = [];
  const watching: { readonly id: string; readonly event: EventPart }[] = [];
  for (const sensor of objects.filter(({ kind }) => kind === 'Sensor')) {
    const group = titleOf(sensor);
    const nodes = new Map<string, string>();
    for (const dependency of dependencies(sensor)) {
      const { id, event } = addEvent(graph, sources, sensor, dependency);
      if (event?.kind === 'resource') watching.push({ id, event });
      nodes.set(asString(dependency.value['name']) ?? '', addDependency(graph, group, dependency, id));
    }
    for (const trigger of waitingTriggers(sensor)) {
      const to = addTrigger(graph, sensor, group, trigger, written);
      for (const name of parsedConditionsOf(sensor, trigger)?.names ?? []) {
        const from = nodes.get(name);
        if (from !== undefined) graph.edge({ from, to });
      }
    }
  }
  for (const { id: to, event } of watching) {
    const label = asList(event.value['eventTypes']).join(', ');
    for (const { id: from, object } of written) {
      if (watches(event, object)) graph.edge({ from, to, label });
    }
  }
  return graph.build();
}

/** A node of an object that a trigger writes. */
interface Written {
  readonly id: string;
  readonly object: WatchedObject;
}

function addDependency(graph: GraphBuilder, group: string, dependency: Part, from: string): string {
  const name = asString(dependency.value['name']) ?? '';
  const lines = [name, ...filterLines(dependency)];
  const to = graph.node([group, 'dependency', name], { kind: 'dependency', lines, group });
  graph.edge({ from, to });
  return to;
}

function titleOf(object: PlainObject): string {
  const namespace = namespaceOf(object);
  return `${String(object['kind'])} ${namespace === '' ? '' : `${namespace}/`}${nameOf(object)}`;
}

function addEvent(
  graph: GraphBuilder,
  sources: readonly PlainObject[],
  sensor: PlainObject,
  { value }: Part,
): { readonly id: string; readonly event: EventPart | undefined } {
  const [sourceName = '', name = ''] = [value['eventSourceName'], value['eventName']].map(asString);
  const namespace = namespaceOf(sensor);
  const source = sources.find((one) => nameOf(one) === sourceName && namespaceOf(one) === namespace);
  const event = source && eventsOf(source).find((one) => one.name === name);
  const group = source
    ? titleOf(source)
    : `EventSource ${namespace === '' ? '' : `${namespace}/`}${sourceName}`;
  const lines = [name, ...(event ? [eventText(event)] : [])];
  return { id: graph.node([group, name], { kind: 'event', lines, group }), event };
}

/** Of which kind an event is, and what it is about. */
function eventText({ kind, value }: EventPart): string {
  switch (kind) {
    case 'resource': {
      const namespace = asString(value['namespace']);
      return `resource ${String(value['resource'])}${namespace ? ` in ${namespace}` : ''}`;
    }
    case 'github':
      return `github ${asList(value['events']).join(', ')}`;
    case 'calendar':
      return `calendar ${asString(value['schedule']) || asString(value['interval']) || ''}`;
    default:
      return kind;
  }
}

function addTrigger(
  graph: GraphBuilder,
  sensor: PlainObject,
  group: string,
  trigger: Part,
  written: Written[],
): string {
  const name = triggerName(trigger) ?? '';
  const conditions = conditionsText(trigger);
  const isCombined = conditions !== undefined && /[&|]/.test(conditions);
  const lines = [name, ...(isCombined ? [`if ${conditions}`] : [])];
  const id = graph.node([group, 'trigger', name], { kind: 'trigger', lines, group });
  const action = actionOf(trigger, namespaceOf(sensor));
  if (action !== undefined) {
    const { kind, verb, target, watched } = action;
    const to = graph.node([kind, target], { kind, lines: [target] });
    graph.edge({ from: id, to, label: verb });
    if (watched) written.push({ id: to, object: watched });
  }
  const fallback = partAt(trigger, 'dlqTrigger');
  if (fallback && valueAt(fallback.value, 'template') !== undefined) {
    const to = addTrigger(graph, sensor, group, fallback, written);
    graph.edge({ from: id, to, label: 'if all retries fail', onFailure: true });
  }
  return id;
}

/** Whether an event of the kind `resource` is about an object that a trigger writes. */
function watches({ value }: EventPart, { group, kind, namespace }: WatchedObject): boolean {
  if ((asString(value['group']) ?? '') !== group || value['resource'] !== pluralOf(kind)) return false;
  const watched = asString(value['namespace']);
  return !watched || namespace === '' || watched === namespace;
}
