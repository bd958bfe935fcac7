import { ValidationError } from '../../validation';

/**
 * Refuses what the author wrote, where types could not. A sensor gathers such findings and goes on; elsewhere they
 * end the program with their message.
 *
 * @param where what it is about: a reference, a filter, a trigger
 */
export function throwFinding(where: string, message: string): never {
  throw new ValidationError([{ path: where, message }]);
}
