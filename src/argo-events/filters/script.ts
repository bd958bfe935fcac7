import { reject } from '../../findings/refuse';
import type { Filter } from './filter';

/**
 * Passes if the Lua script returns true. The data of the event is the table `event`. The engine asks it last, and
 * starts a Lua interpreter for each event.
 *
 * @throws ValidationError for a blank script: the engine would let every event pass
 *
 * @example
 * ```ts
 * sensor.on('long', github.event('comments'), {
 *   filters: () => [luaFilter('return #event.body.comment.body > 100')],
 * });
 * ```
 * ```yaml
 * filters:
 *   script: "return #event.body.comment.body > 100"
 * ```
 */
export function luaFilter(script: string): Filter {
  if (script.trim() === '') {
    reject('filter', 'luaFilter(…) has no script, so the engine would let every event pass');
  }
  return { toFilter: () => ({ script }) };
}
