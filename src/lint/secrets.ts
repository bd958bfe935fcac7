import eventBusSchema from '../../imports/eventbus.schema.json';
import eventSourceSchema from '../../imports/eventsource.schema.json';
import sensorSchema from '../../imports/sensor.schema.json';
import { remembered } from '../remember';
import { asString, type Part, partAt, partsAt, rootPart } from './plain';
import type { PlainObject } from './rule';

/** The kinds of objects that may refer to a Secret or ConfigMap. */
export const KINDS_WITH_SECRETS: readonly string[] = ['EventBus', 'EventSource', 'Sensor'];

/** A Secret or ConfigMap that a pod mounts or reads. */
export interface MountedObject extends Part {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

/** A key of a Secret or ConfigMap that a pod reads. */
export interface KeyReference extends MountedObject {
  readonly key: string;
}

/**
 * All references of an object to keys of Secrets and ConfigMaps. The engine finds them by their Go type
 * (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go). Here they are found by the names of the fields of that
 * type.
 */
export const keyReferences = remembered((value: PlainObject): readonly KeyReference[] => {
  const spec = partAt(rootPart(value), 'spec');
  return spec ? keyReferencesBelow(spec, []) : [];
});

/**
 * The Secrets and ConfigMaps that the pod template of a Sensor or EventSource mounts as a whole and that are not
 * optional.
 */
export function mountedObjects(value: PlainObject): MountedObject[] {
  const template = partAt(rootPart(value), 'spec', 'template');
  if (!template) return [];
  const projected = partsAt(template, 'volumes').flatMap((volume) => partsAt(volume, 'projected', 'sources'));
  return [
    ...partsAt(template, 'volumes').flatMap((volume) => [
      ...toMountedObject('Secret', partAt(volume, 'secret'), 'secretName'),
      ...toMountedObject('ConfigMap', partAt(volume, 'configMap'), 'name'),
    ]),
    ...projected.flatMap((source) => [
      ...toMountedObject('Secret', partAt(source, 'secret'), 'name'),
      ...toMountedObject('ConfigMap', partAt(source, 'configMap'), 'name'),
    ]),
    ...partsAt(template, 'container', 'envFrom').flatMap((source) => [
      ...toMountedObject('Secret', partAt(source, 'secretRef'), 'name'),
      ...toMountedObject('ConfigMap', partAt(source, 'configMapRef'), 'name'),
    ]),
  ];
}

function toMountedObject(
  kind: MountedObject['kind'],
  found: Part | undefined,
  field: string,
): MountedObject[] {
  const name = asString(found?.value[field]);
  if (!found || !name || found.value['optional'] === true) return [];
  return [{ kind, name, path: [...found.path, field], value: found.value }];
}

function keyReferencesBelow(parent: Part, parents: readonly object[]): KeyReference[] {
  // An alias in YAML may make an object that contains itself.
  if (parents.includes(parent.value)) return [];
  const inside = [...parents, parent.value];
  return Object.entries(parent.value).flatMap(([field, value]) => {
    if (typeof value !== 'object') return [];
    // The object of a trigger belongs to another pod.
    if (field === 'resource' && parent.path.at(-1) === 'source') return [];
    if (Array.isArray(value)) {
      return partsAt(parent, field).flatMap((item) => keyReferencesBelow(item, inside));
    }
    const found = partAt(parent, field);
    return found ? [...toKeyReference(field, found), ...keyReferencesBelow(found, inside)] : [];
  });
}

function toKeyReference(field: string, { path, value }: Part): KeyReference[] {
  const kind = SECRET_KEY_FIELDS.has(field)
    ? 'Secret'
    : CONFIG_MAP_KEY_FIELDS.has(field)
      ? 'ConfigMap'
      : undefined;
  const name = asString(value['name']);
  const key = asString(value['key']);
  return kind && name && key ? [{ kind, name, key, path, value }] : [];
}

const SECRET_KEY_FIELDS = fieldsOfType('SecretKeySelector');
const CONFIG_MAP_KEY_FIELDS = fieldsOfType('ConfigMapKeySelector');

/** The names of the fields whose type is a definition of the schemas. */
function fieldsOfType(definition: string): ReadonlySet<string> {
  const definitions = [sensorSchema, eventSourceSchema, eventBusSchema].flatMap((schema) =>
    Object.values(schema.definitions),
  );
  return new Set(
    definitions.flatMap((one) =>
      Object.entries('properties' in one ? one.properties : {})
        .filter(([, property]) => '$ref' in property && property.$ref === `#/definitions/${definition}`)
        .map(([name]) => name),
    ),
  );
}
