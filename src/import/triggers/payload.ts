import type { PlainObject } from '../../lint/rule';
import type { Code } from '../code';
import { filledBy, type Variables, withSlots } from '../slots';
import { unfit } from '../unfit';

/** The payload of a trigger: an object in place of a list of parameters. */
export function payloadCode(payload: readonly PlainObject[], variables: Variables): Code {
  const filled = filledBy(payload, variables);
  if (filled.some(({ dest }) => typeof dest[0] === 'number')) unfit('its payload is a list');
  return withSlots(undefined, filled);
}
