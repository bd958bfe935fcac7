import type { WebhookContext } from '../../../imports/argo-events';
import type { SecretKey } from '../triggers/http';

/** The HTTP server of an event source that receives its events as posts. */
export interface WebhookReceiver {
  /** The path of the URL, such as `/webhook`. */
  readonly endpoint: string;
  /** The TCP port that the event source listens on. The Service gets it. */
  readonly port: number;
  /**
   * The URL at which the sender reaches the event source, without the path. Only a kind that registers itself with the
   * sender needs it.
   *
   * @default ''
   */
  readonly url?: string;
  /**
   * The token that a sender has to send as `Authorization: Bearer …`. The engine checks it for every kind (startServer
   * in pkg/eventsources/common/webhook/webhook.go).
   *
   * @default none
   */
  readonly authSecret?: SecretKey;
  /**
   * The greatest size of a body, in bytes.
   *
   * @default 1048576
   */
  readonly maxPayloadSize?: number;
  /**
   * The certificate of the server and its key, each in a Secret. With both, the server speaks HTTPS.
   *
   * @default none: plain HTTP
   */
  readonly tls?: { readonly certificate: SecretKey; readonly key: SecretKey };
}

/** The server in the engine's form. */
export function webhookContext(receiver: WebhookReceiver): WebhookContext {
  const { endpoint, port, url = '', authSecret, maxPayloadSize, tls } = receiver;
  return {
    endpoint,
    port: String(port),
    method: 'POST',
    url,
    ...(authSecret && { authSecret: { ...authSecret } }),
    ...(maxPayloadSize !== undefined && { maxPayloadSize }),
    ...(tls && { serverCertSecret: { ...tls.certificate }, serverKeySecret: { ...tls.key } }),
  };
}

/** The fields that are not those of the server. */
export function withoutReceiver<Fields extends WebhookReceiver>(
  fields: Fields,
): Omit<Fields, keyof WebhookReceiver> {
  const { endpoint, port, url, authSecret, maxPayloadSize, tls, ...others } = fields;
  return others;
}
