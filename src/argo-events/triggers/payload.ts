import type { TriggerParameter } from '../../../imports/argo-events';
import { sjsonPath } from '../references/path';
import type { NoReference } from '../references/reference';
import { isSlot, parameterSource, type Raw, type StringSlot } from '../references/slot';
import { throwFinding } from '../references/throw-finding';

/** The JSON that a trigger sends. Its constants have to be strings: the engine can send no other constant. */
export type Payload =
  | StringSlot
  | Raw<unknown>
  | string
  | readonly Payload[]
  | ({ readonly [key: string]: Payload } & NoReference);

/**
 * The parameters from which the engine builds a payload, in order (ConstructPayload in pkg/sensors/triggers/params.go).
 * A constant is a parameter too: one without a key, whose default is the constant.
 *
 * @param dependencyName the dependency that the parameters of constants name
 * @throws ValidationError for a constant that is no string, and for an empty list or object
 */
export function payloadParameters(payload: Payload, dependencyName: string): TriggerParameter[] {
  const parameters: TriggerParameter[] = [];
  const walk = (value: Payload, path: readonly (string | number)[]): void => {
    if (isSlot(value)) {
      parameters.push({ src: parameterSource(value), dest: sjsonPath(path) });
    } else if (typeof value === 'string') {
      parameters.push({ src: { dependencyName, value }, dest: sjsonPath(path) });
    } else if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
      const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, member] of members) walk(member, [...path, key]);
    } else {
      throwFinding(
        'payload',
        `The payload of a request has ${JSON.stringify(value)}: the engine can send strings and event data only`,
      );
    }
  };
  walk(payload, []);
  return parameters;
}
