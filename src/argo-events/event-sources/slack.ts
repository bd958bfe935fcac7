import type { SlackEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of an event of Slack's Events API (handleEvent in pkg/eventsources/sources/slack/start.go). */
export interface SlackEvent<Data = SlackEventData> {
  /** The name of the event, such as `app_mention`. */
  readonly type: string;
  /**
   * The event. It has only the fields that the engine's client knows. The workspace and the id of the event are not in
   * it.
   */
  readonly Data: Data;
}

/** What all events of Slack have in common: the data of any event. */
export interface SlackEventData {
  /** The name of the event, such as `app_mention`. */
  readonly type: string;
}

/** The data of a slash command (SlashCommand in the package github.com/slack-go/slack). */
export interface SlackCommand {
  /** The verification token of the app. Do not log it. */
  readonly token: string;
  /** The id of the workspace. */
  readonly team_id: string;
  /** The name of the workspace in its URL. */
  readonly team_domain: string;
  /** The id of the organization, if there is one. */
  readonly enterprise_id?: string;
  /** The name of the organization, if there is one. */
  readonly enterprise_name?: string;
  /** Whether the app is installed in a whole organization. */
  readonly is_enterprise_install: boolean;
  /** The id of the channel. */
  readonly channel_id: string;
  /** The name of the channel. */
  readonly channel_name: string;
  /** The id of the user. */
  readonly user_id: string;
  /** The name of the user. */
  readonly user_name: string;
  /** The command, with its slash. */
  readonly command: string;
  /** What stands after the command; empty if nothing does. */
  readonly text: string;
  /** The URL to which answers are posted, for 30 minutes. */
  readonly response_url: string;
  /** The id with which a dialog is opened, for three seconds. */
  readonly trigger_id: string;
  /** The id of the app. */
  readonly api_app_id: string;
}

/** The server that receives the requests of a Slack app. The engine publishes no metadata of such an event. */
export interface SlackApp extends Omit<EventOptions, 'metadata'>, Omit<WebhookReceiver, 'url'> {
  /** The signing secret of the app. The event source refuses a request that is not signed with it. */
  readonly signingSecret: SecretKey;
  /** The verification token of the app, under "Basic Information". It is not the OAuth token of a bot. */
  readonly token: SecretKey;
}

/**
 * Events of Slack's Events API. Add the URL of the event source to the app, under "Event Subscriptions": the engine
 * answers Slack's question whether it is there. You name the type of `Data`, for example one of `@slack/types`; nothing
 * checks it. The engine refuses an event that its client does not know (parseInnerEvent in the package
 * github.com/slack-go/slack/slackevents).
 *
 * @example
 * ```ts
 * const slack = new EventSource(folder, 'slack', {
 *   name: 'slack',
 *   namespace: 'events',
 *   events: {
 *     said: slackEvent<{ user: string; channel: string; text: string }>({
 *       endpoint: '/slack',
 *       port: 12000,
 *       signingSecret: { name: 'slack-app', key: 'signing-secret' },
 *       token: { name: 'slack-app', key: 'verification-token' },
 *     }),
 *   },
 * });
 * sensor.on('mention', slack.event('said'), {
 *   filters: (e) => [equals(e.type, 'app_mention'), contains(e.Data.text, 'deploy')],
 * });
 * ```
 * ```yaml
 * slack:
 *   said:
 *     webhook:
 *       endpoint: /slack
 *       port: "12000"
 *       method: POST
 *       url: ""
 *     signingSecret:
 *       name: slack-app
 *       key: signing-secret
 *     token:
 *       name: slack-app
 *       key: verification-token
 * ```
 */
export function slackEvent<Data = SlackEventData>(app: SlackApp): EventDefinition<SlackEvent<Data>> {
  return ofApp(app);
}

/**
 * Slash commands of Slack. Add the URL of the event source to the command. Everybody in the workspace can give one:
 * filter by `user_id` or `channel_id`.
 *
 * @example
 * ```ts
 * const slack = new EventSource(folder, 'slack', {
 *   name: 'slack',
 *   namespace: 'events',
 *   events: {
 *     command: slackCommandEvent({
 *       endpoint: '/commands',
 *       port: 12000,
 *       signingSecret: { name: 'slack-app', key: 'signing-secret' },
 *       token: { name: 'slack-app', key: 'verification-token' },
 *     }),
 *   },
 * });
 * sensor.on('deploy', slack.event('command'), {
 *   filters: (e) => [equals(e.command, '/deploy'), equals(e.channel_id, 'C012AB3CD')],
 * });
 * ```
 * ```yaml
 * slack:
 *   command:
 *     webhook:
 *       endpoint: /commands
 * ```
 */
export function slackCommandEvent(app: SlackApp): EventDefinition<SlackCommand> {
  return ofApp(app);
}

/**
 * What people do with buttons, menus and dialogs of a Slack app. Add the URL of the event source under
 * "Interactivity". You name the type of the data; nothing checks it. It has only the fields that the engine's client
 * knows (InteractionCallback in the package github.com/slack-go/slack).
 *
 * @example
 * ```ts
 * const slack = new EventSource(folder, 'slack', {
 *   name: 'slack',
 *   namespace: 'events',
 *   events: {
 *     pressed: slackInteractionEvent<{ type: string; actions: { action_id: string; value: string }[] }>({
 *       endpoint: '/interactions',
 *       port: 12000,
 *       signingSecret: { name: 'slack-app', key: 'signing-secret' },
 *       token: { name: 'slack-app', key: 'verification-token' },
 *     }),
 *   },
 * });
 * sensor.on('approved', slack.event('pressed'), {
 *   filters: (e) => [equals(e.type, 'block_actions'), equals(first(e.actions, 'action_id', 'approve').value, 'yes')],
 * });
 * ```
 * ```yaml
 * slack:
 *   pressed:
 *     webhook:
 *       endpoint: /interactions
 * ```
 */
export function slackInteractionEvent<Interaction>(app: SlackApp): EventDefinition<Interaction> {
  return ofApp(app);
}

function ofApp(app: SlackApp): EventDefinition<never> {
  const { signingSecret, token, ...options } = withEventOptions(withoutReceiver(app));
  const spec: SlackEventSource = {
    webhook: webhookContext(app),
    signingSecret: { ...signingSecret },
    token: { ...token },
    ...options,
  };
  return { kind: 'slack', spec };
}
