import { throwFinding } from '../references/throw-finding';
import type { Filter } from './filter';

/**
 * Passes when the Lua script returns true; the data of the event is the table `event`. It is the last filter
 * that the engine asks, and starts a Lua state for each event.
 *
 * @throws ValidationError for a blank script, which the engine would let every event pass
 */
export function luaFilter(script: string): Filter {
  if (script.trim() === '')
    throwFinding('luaFilter', 'The script is "": the engine would let every event pass');
  return { toFilter: () => ({ script }) };
}
