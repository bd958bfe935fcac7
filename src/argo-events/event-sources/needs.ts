import { valueAt } from '../../lint/plain';
import type { EventDefinition, EventSourceKind, SpecOfKind } from '../event-definition';
import type { Permission } from '../permissions';

/** The kinds whose events need rights. All others ask only their own service. */
const PERMISSIONS: {
  readonly [Kind in EventSourceKind]?: (spec: SpecOfKind<Kind>, namespace: string) => readonly Permission[];
} = { calendar: calendarPermissions, resource: resourcePermissions };

/**
 * What the account of the event source has to be allowed for the event, whichever function has made it.
 *
 * @param namespace that of the event source
 */
export function permissionsOf(
  { kind, spec }: EventDefinition<unknown>,
  namespace: string,
): readonly Permission[] {
  const ofKind = PERMISSIONS[kind] as
    | ((spec: object, namespace: string) => readonly Permission[])
    | undefined;
  return ofKind?.(spec, namespace) ?? [];
}

/** The TCP port on which the engine receives the event; undefined for a kind that fetches its events itself. */
export function portOf({ kind, spec }: EventDefinition<unknown>): number | undefined {
  const port = kind === 'webhook' ? valueAt(spec, 'port') : valueAt(spec, 'webhook', 'port');
  return typeof port === 'string' ? Number(port) : undefined;
}

/** What remembering the last event takes (NewConfigMapPersist in pkg/eventsources/persist/event_persist.go). */
function calendarPermissions(
  { persistence }: SpecOfKind<'calendar'>,
  namespace: string,
): readonly Permission[] {
  const { name, createIfNotExist } = persistence?.configMap ?? {};
  if (name === undefined) return [];
  const configMaps = { apiGroup: '', resource: 'configmaps', namespace };
  return [
    ...['get', 'update'].map((verb) => ({ ...configMaps, verb, resourceName: name })),
    // The API server authorizes create before it knows the name.
    ...(createIfNotExist ? [{ ...configMaps, verb: 'create' }] : []),
  ];
}

/** What a watch takes. One of all namespaces needs a ClusterRole. */
function resourcePermissions({
  group = '',
  resource,
  namespace = '',
}: SpecOfKind<'resource'>): readonly Permission[] {
  return ['list', 'watch'].map((verb) => ({
    apiGroup: group,
    resource,
    verb,
    ...(namespace !== '' && { namespace }),
  }));
}
