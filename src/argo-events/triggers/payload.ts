import type { TriggerParameter } from '../../../imports/argo-events';
import { pathText } from '../../findings/line';
import { reject } from '../../findings/refuse';
import { describe } from '../../findings/words';
import { sjsonPath } from '../references/path';
import type { NoReference } from '../references/reference';
import { isSlot, parameterSource, type Raw, type StringSlot } from '../references/slot';

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
      reject('payload', `${pathText(['payload', ...path])} is ${describe(value)}`, {
        help: 'the engine can send texts and event data only',
      });
    }
  };
  walk(payload, []);
  return parameters;
}
