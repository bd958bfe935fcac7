import schema from '../../../imports/sensor.schema.json';
import type { Json } from '../references/parameters';
import { writtenAt } from './written';

/** A part of the schema, as far as it matters here. */
interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly [keyword: string]: unknown;
}

const DEFINITIONS = schema.definitions as unknown as Readonly<Record<string, Node>>;

/** A name that never resolves (RFC 2606): whatever it stands for, nobody is reached by it. */
const NAME = 'from-event.invalid';

/**
 * What stands at a place of a trigger template for a value from an event: the engine validates the template before any
 * event comes (validateTriggerTemplate in pkg/reconciler/sensor/validate.go), and cannot even read it with a text where
 * a number has to be. So it is a text where a text has to be, and what the controller would write there or no field at all
 * anywhere else: an empty text that may be left out would be gone when the controller has stored the Sensor again.
 */
export function placeholderAt(place: readonly (string | number)[]): Json | undefined {
  const written = writtenAt(place);
  if (written !== undefined) return written;
  let node: Node | undefined = DEFINITIONS['TriggerTemplate'];
  let optional = false;
  for (const key of place) {
    optional = node?.properties?.[key] !== undefined && !node.required?.includes(String(key));
    node = node && below(node, key);
  }
  // Nothing is known of an object of Kubernetes: any text may be there.
  if (!node) return '';
  const { type, minLength, ...others } = node;
  if (type !== 'string' || Object.keys(others).length > 0) return undefined;
  if (minLength !== undefined) return NAME;
  return optional ? undefined : '';
}

function below(node: Node, key: string | number): Node | undefined {
  const { properties, additionalProperties, items } = node;
  const next = typeof key === 'number' ? items : (properties?.[key] ?? additionalProperties);
  if (typeof next !== 'object') return undefined;
  return next.$ref === undefined ? next : DEFINITIONS[next.$ref.split('/').at(-1) ?? ''];
}
