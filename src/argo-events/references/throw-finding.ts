import { ValidationError } from '../../validation';

/**
 * Throws a ValidationError with one finding, for a mistake that the types cannot exclude. A sensor catches it and
 * reports it at synth with the others.
 *
 * @param where what it is about: a reference, a filter or a trigger
 */
export function throwFinding(where: string, message: string): never {
  throw new ValidationError([{ path: where, message }]);
}
