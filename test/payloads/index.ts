import { commentPayloads } from './comments';
import { oddCommentPayloads } from './odd-comments';
import { oddStatePayloads } from './odd-states';
import type { Payload } from './payload';
import { statePayloads } from './states';

/** Every sample event, as it is in the JSON files beside this one, which the engine's tests read. */
export const payloads: readonly Payload[] = [
  ...commentPayloads,
  ...oddCommentPayloads,
  ...statePayloads,
  ...oddStatePayloads,
];
