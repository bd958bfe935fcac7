import type { WebhookEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';
import type { SecretKey } from '../triggers/http';

/** What the event source publishes of a request (pkg/eventsources/sources/webhook/start.go). */
export interface WebhookEvent<Body> {
  /** In Go's canonical spelling, each a list. */
  readonly header: Readonly<Record<string, readonly string[]>>;
  /** The JSON that was sent. */
  readonly body: Body;
}

/** Requests of any sender. */
export interface Webhook {
  /** The path of the requests. */
  readonly endpoint: string;
  /** The TCP port that the event source listens on. */
  readonly port: number;
  /** `POST` when left out. */
  readonly method?: 'GET' | 'POST';
  /** The token that a sender has to give as `Authorization: Bearer …`. When left out, anybody may send. */
  readonly authSecret?: SecretKey;
  /** In bytes; 1 MiB when left out. */
  readonly maxPayloadSize?: number;
}

/** Receives JSON over HTTP. It is the author who says that the body has type Body. */
export function webhookEvent<Body>(webhook: Webhook): EventDefinition<WebhookEvent<Body>> {
  const spec: WebhookEventSource = {
    endpoint: webhook.endpoint,
    method: webhook.method ?? 'POST',
    port: String(webhook.port),
    url: '',
    ...(webhook.authSecret && { authSecret: { ...webhook.authSecret } }),
    ...(webhook.maxPayloadSize !== undefined && { maxPayloadSize: webhook.maxPayloadSize }),
  };
  return { kind: 'webhook', spec, port: webhook.port };
}
