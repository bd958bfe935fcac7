import schema from '../../../imports/sensor.schema.json';
import type { Json } from '../references/parameters';
import { controllerDefaultAt } from './controller-defaults';

/** A part of the JSON schema, with the keywords that are read here. */
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

/** A name that never resolves (RFC 2606), so that nothing can be sent to it. */
const UNRESOLVABLE_NAME = 'from-event.invalid';

/**
 * The value that a trigger template has in place of event data. The engine validates the template before any event
 * comes (validateTriggerTemplate in pkg/reconciler/sensor/validate.go), and cannot read one with a text in place of a
 * number. So:
 *
 * - a required text field gets a text.
 * - a field that the controller fills in gets the controller's value.
 * - any other field is left out: the controller drops an empty optional text when it stores the Sensor, and every apply
 *   would find a difference.
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
  // The schema does not describe Kubernetes objects: any text may be there.
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
