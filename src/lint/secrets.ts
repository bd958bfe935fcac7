import eventBusSchema from '../../imports/eventbus.schema.json';
import eventSourceSchema from '../../imports/eventsource.schema.json';
import sensorSchema from '../../imports/sensor.schema.json';
import { list, object, type Part, part, parts, root, string } from './plain';
import type { PlainObject } from './rule';

/** The kinds whose objects may refer to a Secret or ConfigMap. */
export const READERS: readonly string[] = ['EventBus', 'EventSource', 'Sensor'];

/** A Secret or ConfigMap that a pod mounts or reads. */
export interface Mount extends Part {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

/** A key of a Secret or ConfigMap that a pod reads. */
export interface Reference extends Mount {
  readonly key: string;
}

/**
 * The keys that an object refers to, wherever they stand: the engine finds them by their type
 * (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go), this by the names of the fields of that type.
 */
export function references(value: PlainObject): Reference[] {
  const spec = part(root(value), 'spec');
  return spec ? below(spec, []) : [];
}

/** What the pod template of a Sensor or EventSource mounts as a whole, and cannot do without. */
export function mounts(value: PlainObject): Mount[] {
  const template = part(root(value), 'spec', 'template');
  if (!template) return [];
  const projected = parts(template, 'volumes').flatMap((volume) => parts(volume, 'projected', 'sources'));
  return [
    ...parts(template, 'volumes').flatMap((volume) => [
      ...mount('Secret', part(volume, 'secret'), 'secretName'),
      ...mount('ConfigMap', part(volume, 'configMap'), 'name'),
    ]),
    ...projected.flatMap((source) => [
      ...mount('Secret', part(source, 'secret'), 'name'),
      ...mount('ConfigMap', part(source, 'configMap'), 'name'),
    ]),
    ...parts(template, 'container', 'envFrom').flatMap((source) => [
      ...mount('Secret', part(source, 'secretRef'), 'name'),
      ...mount('ConfigMap', part(source, 'configMapRef'), 'name'),
    ]),
  ];
}

function mount(kind: Mount['kind'], found: Part | undefined, field: string): Mount[] {
  const name = string(found?.value[field]);
  if (!found || !name || found.value['optional'] === true) return [];
  return [{ kind, name, path: [...found.path, field], value: found.value }];
}

function below(parent: Part, parents: readonly object[]): Reference[] {
  // An alias in YAML may lead back to where it stands.
  if (parents.includes(parent.value)) return [];
  const inside = [...parents, parent.value];
  return Object.entries(parent.value).flatMap(([field, value]) => {
    // The object of a trigger is for another pod.
    if (field === 'resource' && parent.path.at(-1) === 'source') return [];
    const path = [...parent.path, field];
    const found = part(parent, field);
    return [
      ...(found ? [...selector(field, found), ...below(found, inside)] : []),
      ...list(value).flatMap((item, index) => below({ path: [...path, index], value: object(item) }, inside)),
    ];
  });
}

function selector(field: string, { path, value }: Part): Reference[] {
  const kind = SECRETS.has(field) ? 'Secret' : CONFIG_MAPS.has(field) ? 'ConfigMap' : undefined;
  const name = string(value['name']);
  const key = string(value['key']);
  return kind && name && key ? [{ kind, name, key, path, value }] : [];
}

const SECRETS = fieldsOf('SecretKeySelector');
const CONFIG_MAPS = fieldsOf('ConfigMapKeySelector');

/** The names of the fields that hold a definition of the schemas. */
function fieldsOf(definition: string): ReadonlySet<string> {
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
