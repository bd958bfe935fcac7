import eventSourceSchema from '../../imports/eventsource.schema.json';
import sensorSchema from '../../imports/sensor.schema.json';
import { list, object, type Part, part, root, string } from './plain';
import type { PlainObject } from './rule';

/** A key of a Secret or ConfigMap that the pod of a Sensor or EventSource reads. */
export interface Reference extends Part {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly key: string;
}

/**
 * What a Sensor or EventSource refers to, wherever it stands: the engine finds it by its type
 * (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go), this by the names of the fields of that type.
 */
export function references(value: PlainObject): Reference[] {
  const spec = part(root(value), 'spec');
  return spec ? below(spec, []) : [];
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
  const definitions = [sensorSchema, eventSourceSchema].flatMap((schema) =>
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
