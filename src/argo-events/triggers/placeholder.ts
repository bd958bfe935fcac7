import schema from '../../../imports/sensor.schema.json';
import type { Json } from '../references/parameters';
import { controllerDefaultAt } from './controller-defaults';

/** A part of the schema, as far as it matters here. */
interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly [keyword: string]: unknown;
}

const DEFINITIONS = schema.definitions as unknown as Readonly<Record<string, SchemaNode>>;

/** A name that never resolves (RFC 2606): whatever it stands for, nobody is reached by it. */
const UNRESOLVABLE_NAME = 'from-event.invalid';

/**
 * What stands at a place of a trigger template for a value from an event: the engine validates the template before any
 * event comes (validateTriggerTemplate in pkg/reconciler/sensor/validate.go), and cannot even read it with a text where
 * a number has to be. So it is a text where a text has to be, and what the controller would write there or no field at all
 * anywhere else: an empty text that may be left out would be gone when the controller has stored the Sensor again.
 */
export function placeholderAt(place: readonly (string | number)[]): Json | undefined {
  const written = controllerDefaultAt(place);
  if (written !== undefined) return written;
  let node: SchemaNode | undefined = DEFINITIONS['TriggerTemplate'];
  let optional = false;
  for (const key of place) {
    optional = node?.properties?.[key] !== undefined && !node.required?.includes(String(key));
    node = node && schemaBelow(node, key);
  }
  // Nothing is known of an object of Kubernetes: any text may be there.
  if (!node) return '';
  const { type, minLength, ...others } = node;
  if (type !== 'string' || Object.keys(others).length > 0) return undefined;
  if (minLength !== undefined) return UNRESOLVABLE_NAME;
  return optional ? undefined : '';
}

function schemaBelow(node: SchemaNode, key: string | number): SchemaNode | undefined {
  const { properties, additionalProperties, items } = node;
  const next = typeof key === 'number' ? items : (properties?.[key] ?? additionalProperties);
  if (typeof next !== 'object') return undefined;
  return next.$ref === undefined ? next : DEFINITIONS[next.$ref.split('/').at(-1) ?? ''];
}
