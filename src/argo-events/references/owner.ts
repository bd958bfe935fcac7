import type { TriggerParameterSource } from '../../../imports/argo-events';
import type { SensorOwner } from './reference';

// Beside the objects and not in them: everything in a source is rendered.
const OWNERS = new WeakMap<object, SensorOwner>();

/** The same source of a parameter, which remembers the sensor that its dependency belongs to. */
export function withOwner(
  source: TriggerParameterSource,
  owner: SensorOwner | undefined,
): TriggerParameterSource {
  if (owner !== undefined) OWNERS.set(source, owner);
  return source;
}

/** The sensor that the dependency of a source belongs to; undefined when that is not known. */
export function ownerOf(source: object): SensorOwner | undefined {
  return OWNERS.get(source);
}
