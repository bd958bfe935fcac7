import type { GitlabEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of a GitLab event (GitLabEventData in pkg/eventsources/events/event-data.go). */
export interface GitlabEvent<Body = GitlabPayload> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. `X-Gitlab-Token`, the secret token, is one of them. */
  readonly headers: Readonly<Record<GitlabHeader, readonly string[]>>;
  /** The payload of GitLab, as it came. */
  readonly body: Body;
}

/** A header that GitLab sends, in Go's spelling. */
export type GitlabHeader =
  | 'Content-Type'
  | 'Idempotency-Key'
  | 'User-Agent'
  | 'X-Gitlab-Event'
  | 'X-Gitlab-Event-Uuid'
  | 'X-Gitlab-Instance'
  | 'X-Gitlab-Webhook-Uuid';

/** What payloads of GitLab have in common: the data of an event about a project. */
export interface GitlabPayload {
  /** What the event is about: `push`, `merge_request`, `build` for a job. */
  readonly object_kind: string;
  /** The project, if the event is of one. */
  readonly project?: {
    /** The number of the project. */
    readonly id: number;
    /** Its name. */
    readonly name: string;
    /** Its path, with that of its group: `acme/shop`. */
    readonly path_with_namespace: string;
    /** Its page. */
    readonly web_url: string;
    /** The branch that it starts with. */
    readonly default_branch: string;
  };
}

/** An event that a hook of a project or a group may send, by the name that the engine has for it. */
export type GitlabEventName =
  | 'ConfidentialIssuesEvents'
  | 'ConfidentialNoteEvents'
  | 'EmojiEvents'
  | 'IssuesEvents'
  | 'JobEvents'
  | 'MergeRequestsEvents'
  | 'NoteEvents'
  | 'PipelineEvents'
  | 'PushEvents'
  | 'TagPushEvents'
  | 'WikiPageEvents';

/** An event that the engine registers for a project only: in the hook of a group it leaves it out, without a message. */
export type GitlabProjectEventName =
  | 'DeploymentEvents'
  | 'ReleasesEvents'
  | 'ResourceAccessTokenEvents'
  | 'VulnerabilityEvents';

/** The webhook that receives events of GitLab. */
export type GitlabWebhook = EventOptions &
  Omit<WebhookReceiver, 'url'> &
  GitlabHooks & {
    /** The URL of GitLab: `https://gitlab.com`. */
    readonly gitlabBaseURL: string;
    /**
     * The URL at which GitLab reaches the event source, without the path. Without it the engine would not check the
     * `secretToken` (NeedToCreateHooks in pkg/apis/events/v1alpha1/eventsource_types.go).
     */
    readonly url: string;
    /** The secret token of the hook. The event source refuses a post that does not have it. */
    readonly secretToken: SecretKey;
    /**
     * A token with which the engine registers the hooks: it needs the scope `api`. The engine wants it even if it
     * registers none; any text will do then.
     */
    readonly accessToken: SecretKey;
    /**
     * Whether the engine deletes the hooks when the event source ends. A pod that is replaced ends too: the new one
     * registers them again within a minute.
     *
     * @default false
     */
    readonly deleteHookOnFinish?: boolean;
    /**
     * Whether GitLab checks the certificate of the event source.
     *
     * @default false
     */
    readonly enableSSLVerification?: boolean;
  };

/**
 * Where the engine registers hooks, and for which events. It changes no hook that GitLab already has for the URL: after
 * a change, delete that hook. Without projects and groups you add the hook in GitLab by hand.
 */
export type GitlabHooks =
  | {
      /**
       * The projects, each by its number or its path, such as `acme/shop`.
       *
       * @default none
       */
      readonly projects?: readonly string[];
      /** The events to register for. */
      readonly events: readonly [
        GitlabEventName | GitlabProjectEventName,
        ...(GitlabEventName | GitlabProjectEventName)[],
      ];
      readonly groups?: never;
    }
  | {
      /**
       * The projects, each by its number or its path, such as `acme/shop`.
       *
       * @default none
       */
      readonly projects?: readonly string[];
      /** The groups, each by its number or its path. GitLab has hooks of groups in its Premium and Ultimate tiers. */
      readonly groups: readonly [string, ...string[]];
      /** The events to register for. */
      readonly events: readonly [GitlabEventName, ...GitlabEventName[]];
    };

/**
 * Events of GitLab, received by webhook. You name the type of the body; nothing checks it. A hook sends all its events
 * here: filter by `body.object_kind`.
 *
 * @example
 * ```ts
 * const gitlab = new EventSource(folder, 'gitlab', {
 *   name: 'gitlab',
 *   namespace: 'events',
 *   events: {
 *     pushes: gitlabEvent<GitlabPayload & { ref: string }>({
 *       gitlabBaseURL: 'https://gitlab.example.com',
 *       projects: ['acme/shop'],
 *       events: ['PushEvents'],
 *       endpoint: '/gitlab',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *       secretToken: { name: 'gitlab', key: 'secret' },
 *       accessToken: { name: 'gitlab', key: 'token' },
 *     }),
 *   },
 * });
 * sensor.on('push', gitlab.event('pushes'), {
 *   filters: (e) => [equals(e.body.object_kind, 'push'), equals(e.body.ref, 'refs/heads/main')],
 * });
 * ```
 * ```yaml
 * gitlab:
 *   pushes:
 *     webhook:
 *       endpoint: /gitlab
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     gitlabBaseURL: https://gitlab.example.com
 *     projects:
 *       - acme/shop
 *     events:
 *       - PushEvents
 *     secretToken:
 *       name: gitlab
 *       key: secret
 *     accessToken:
 *       name: gitlab
 *       key: token
 * ```
 */
export function gitlabEvent<Body = GitlabPayload>(
  webhook: GitlabWebhook,
): EventDefinition<GitlabEvent<Body>> {
  const { projects, groups, events, secretToken, accessToken, ...options } = withEventOptions(
    withoutReceiver(webhook),
  );
  const spec: GitlabEventSource = {
    webhook: webhookContext(webhook),
    ...options,
    ...(projects && { projects: [...projects] }),
    ...(groups && { groups: [...groups] }),
    events: [...events],
    secretToken: { ...secretToken },
    accessToken: { ...accessToken },
  };
  return { kind: 'gitlab', spec };
}
