import type { Raw, StringSlot } from '../references/slot';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';

/** A message to a channel of Slack. It needs at least one of `message`, `attachments` and `blocks`. */
export interface SlackMessage {
  /** The Secret with the token of the Slack app: `xoxb-…`. The app needs the scope `chat:write`. */
  readonly slackToken: SecretKey;
  /** The name or id of the channel. A `#` in front is dropped. */
  readonly channel: string | StringSlot;
  /**
   * The text. Slack reads its own markup in it, so text from an event can mention people and have links.
   *
   * @default none
   */
  readonly message?: string | StringSlot;
  /**
   * A list of Slack's attachments, as JSON in a text. Data from an event is not escaped in it.
   *
   * @default none
   */
  readonly attachments?: string | StringSlot;
  /**
   * A list of Slack's blocks, as JSON in a text. Data from an event is not escaped in it.
   *
   * @default none
   */
  readonly blocks?: string | StringSlot;
  /**
   * The name and the icon that the message has: `:robot_face:` or a URL. The app needs the scope `chat:write.customize`.
   *
   * @default those of the app
   */
  readonly sender?: { readonly username?: string | StringSlot; readonly icon?: string | StringSlot };
  /**
   * Messages with one `messageAggregationKey` go into one thread. The pod of the sensor keeps the threads in its memory, so a
   * new pod begins new ones. With `broadcastMessageToChannel`, a message in a thread is shown in the channel too.
   *
   * @default no thread
   */
  readonly thread?: {
    readonly messageAggregationKey?: string | StringSlot;
    readonly broadcastMessageToChannel?: boolean | Raw<boolean>;
  };
}

/**
 * Sends a message to a channel of Slack. It fails if Slack refuses the message (pkg/sensors/triggers/slack/slack.go).
 *
 * @example
 * ```ts
 * sensor.do('tell', {
 *   conditions: request,
 *   action: slack({
 *     slackToken: { name: 'slack', key: 'token' },
 *     channel: 'triage',
 *     message: text`Look at #${request.data.body.issue.number}`,
 *   }),
 * });
 * ```
 * ```yaml
 * slack:
 *   slackToken:
 *     name: slack
 *     key: token
 *   channel: triage
 * ```
 */
export function slack(message: SlackMessage): Action {
  return connectedTrigger('slack', message);
}
