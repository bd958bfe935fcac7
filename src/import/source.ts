import { asObject, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, literal, objectCode, optionalLiteral } from './code';
import { eventsOf, type FileEvent, type TypedEvent } from './event-types';
import { eventCode } from './events';
import type { Keep } from './filters';
import { metadataProps } from './metadata';

/** What an event source is made of. */
export interface SourcePlan {
  readonly props: Code;
  /** The account to grant the rights of the events to. */
  readonly account?: string;
}

/** Reads an event source. */
export function planSource(
  object: PlainObject,
  typeOf: (event: FileEvent) => TypedEvent,
  keep: Keep,
): SourcePlan {
  const spec = asObject(object['spec']);
  const { eventBusName, replicas, template, service } = spec;
  const { serviceAccountName, ...pods } = asObject(template);
  const events = eventsOf(object);
  const codes = events.map((event) => {
    const { body, data } = typeOf(event);
    const { code, why } = eventCode(event.kind, event.spec, body, data);
    if (why !== undefined) keep(`event "${event.name}"`, why);
    return [event.name, code] as const;
  });
  const account =
    typeof serviceAccountName === 'string' && events.some(needsRights) ? serviceAccountName : undefined;
  const podTemplate = account === undefined ? template : pods;
  const props = objectCode({
    ...metadataProps(object),
    eventBusName: eventBusName === 'default' ? undefined : optionalLiteral(eventBusName),
    replicas: optionalLiteral(replicas),
    template: isObject(podTemplate) && Object.keys(podTemplate).length > 0 ? literal(podTemplate) : undefined,
    service: service === undefined && events.some(hasPort) ? literal(false) : undefined,
    events: objectCode(Object.fromEntries(codes)),
  });
  return { props, ...(account !== undefined && { account }) };
}

function needsRights({ kind, spec }: FileEvent): boolean {
  return kind === 'resource' || (kind === 'calendar' && spec['persistence'] !== undefined);
}

function hasPort({ kind, spec }: FileEvent): boolean {
  return (kind === 'webhook' ? spec : asObject(spec['webhook']))['port'] !== undefined;
}
