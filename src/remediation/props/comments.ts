import type { EventReference } from '../../argo-events/dependency';
import { matches } from '../checks/values';
import { DNS_LABEL, group, needed, optional, value, YES_OR_NO } from './row';

export const EVENT_REFERENCE = group<EventReference<unknown>, EventReference<unknown>>({
  eventSourceName: needed(DNS_LABEL),
  eventName: needed(value(matches(/^[A-Za-z0-9_-]{1,63}$/), 'letters, digits, - and _')),
  namespace: optional(DNS_LABEL),
  isExternal: optional(YES_OR_NO),
});
