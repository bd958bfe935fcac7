import { type EventPart, eventsOf } from '../lint/event-source';
import { nameOf, namespaceOf } from '../lint/objects';
import { asList, asObject, asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import type { Tree } from './tree';

/** An event of the kind `resource`, and what it is about. */
export interface Watch {
  readonly source: PlainObject;
  readonly event: EventPart;
  readonly group: string;
  readonly resource: string;
  /** Empty for all namespaces. */
  readonly namespace: string;
  /** The conditions of its filter, each as a text that tells it from others. */
  readonly filter: readonly string[];
}

/** The events of the kind `resource` of all EventSources. */
export function watchesIn({ set }: Tree): Watch[] {
  return set.ofKind('EventSource').flatMap((source) =>
    eventsOf(source)
      .filter(({ kind }) => kind === 'resource')
      .map((event) => watchOf(source, event)),
  );
}

/** What an event of the kind `resource` is about. */
export function watchOf(source: PlainObject, event: EventPart): Watch {
  const { group, resource, namespace, filter } = event.value;
  const { prefix, labels, fields } = asObject(filter);
  return {
    source,
    event,
    group: asString(group) ?? '',
    resource: asString(resource) ?? '',
    namespace: asString(namespace) ?? '',
    filter: [...asList(labels), ...asList(fields), ...(prefix ? [{ prefix }] : [])].map((one) =>
      JSON.stringify(Object.entries(asObject(one)).sort()),
    ),
  };
}

/** Whether an event is about all objects that another one is about. */
export function covers(one: Watch, other: Watch): boolean {
  return (
    one.group === other.group &&
    one.resource === other.resource &&
    (one.namespace === '' || one.namespace === other.namespace) &&
    one.filter.every((condition) => other.filter.includes(condition))
  );
}

/** Whether a new event has taken the place of an old one: it has its name, or is about the same kind of object. */
export function replaces(one: Watch, old: Watch): boolean {
  const isNamedAlike =
    one.event.name === old.event.name &&
    nameOf(one.source) === nameOf(old.source) &&
    namespaceOf(one.source) === namespaceOf(old.source);
  return isNamedAlike || (one.group === old.group && one.resource === old.resource);
}

/** The objects that an event is about, in words that kubectl takes: `coderuns.cto.5dlabs.com -n agents -l app=loop`. */
export function selectionOf({ group, resource, namespace, event }: Watch): string {
  const labels = asList(valueAt(event.value, 'filter', 'labels')).flatMap((one) => {
    const { key, operation, value } = asObject(one);
    return operation === '==' || operation === '=' || !operation ? [`${key}=${value}`] : [];
  });
  const kind = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === '' ? '-A' : `-n ${namespace}`;
  return `${kind} ${where}${labels.length === 0 ? '' : ` -l ${labels.join(',')}`}`;
}
