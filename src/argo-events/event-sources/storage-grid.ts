import type { StorageGridEventSource, TLSConfig } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { EventOptions, WithMetadata } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of an event of a bucket of StorageGRID (StorageGridEventData in pkg/eventsources/events/event-data.go). */
export interface StorageGridEvent extends WithMetadata {
  /** The notification. */
  readonly notification: {
    /** What StorageGRID does: `Publish`. */
    readonly Action: string;
    /** What happened. */
    readonly Message: {
      /** The events. A text that StorageGRID does not send is empty. */
      readonly Records: readonly StorageGridRecord[];
    };
    /** The URN of the endpoint. */
    readonly TopicArn: string;
    /** The version of the form of the notification. */
    readonly Version: string;
  };
}

/** What happened to an object: a part of the data of an event of StorageGRID. */
export interface StorageGridRecord {
  /** The version of the form of the record. */
  readonly eventVersion: string;
  /** The name of the sender. */
  readonly storageGridEventSource: string;
  /** When it happened: `2026-01-02T03:04:05Z`. */
  readonly eventTime: string;
  /** The name of the event, such as `ObjectCreated:Put`. */
  readonly eventName: string;
  /** Who did it. */
  readonly userIdentity: { readonly principalId: string };
  /** Where the request came from. */
  readonly requestParameters: { readonly sourceIPAddress: string };
  /** The id of the request. */
  readonly responseElements: { readonly 'x-amz-request-id': string };
  /** The object, and its bucket. */
  readonly s3: {
    readonly s3SchemaVersion: string;
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly ownerIdentity: { readonly principalId: string };
      readonly arn: string;
    };
    readonly object: {
      /** The key of the object. */
      readonly key: string;
      /** Its size, in bytes. */
      readonly size: number;
      readonly eTag: string;
      readonly sequencer: string;
    };
  };
}

/**
 * The bucket, and the server that receives its notifications. The engine has no expression as filter for this kind, and
 * ignores a region.
 */
export interface StorageGridBucket extends Omit<EventOptions, 'filter'>, Omit<WebhookReceiver, 'url'> {
  /** The URL at which StorageGRID reaches the event source, without the path. StorageGRID checks no certificate there. */
  readonly url: string;
  /** The URL of the API for tenants, up to its version: `https://storagegrid.example.com/api/v3`. */
  readonly apiURL: string;
  /** A token of that API, with which the engine registers the endpoint and the notifications. */
  readonly authToken: SecretKey;
  /** The URN of the endpoint. The engine leaves an endpoint that has it already as it is. */
  readonly topicArn: string;
  /** The name of the bucket. The engine overwrites its notifications. */
  readonly bucket: string;
  /** The events, such as `s3:ObjectCreated:*`. */
  readonly events: readonly [string, ...string[]];
  /**
   * What the keys of the objects begin and end with. Of several records of a notification, the engine looks at the first
   * only.
   *
   * @default any key
   */
  readonly filter?: { readonly prefix?: string; readonly suffix?: string };
  /**
   * The CA certificate of the API, and a certificate and key of the client: the field `tls` of the engine.
   *
   * @default the CA certificates of the pod
   */
  readonly apiTls?: TLSConfig;
}

/**
 * Events of a bucket of NetApp StorageGRID, received by webhook. The engine checks no signature, and answers before the
 * event is on the bus (HandleRoute in pkg/eventsources/sources/storagegrid/start.go): anybody who reaches the port can
 * post, and an event that does not reach the bus is lost.
 *
 * @example
 * ```ts
 * const objects = new EventSource(folder, 'objects', {
 *   name: 'objects',
 *   namespace: 'events',
 *   events: {
 *     stored: storageGridEvent({
 *       apiURL: 'https://storagegrid.example.com/api/v3',
 *       authToken: { name: 'storagegrid', key: 'token' },
 *       topicArn: 'urn:mytext:sns:us-east-1::orders',
 *       bucket: 'orders',
 *       events: ['s3:ObjectCreated:*'],
 *       filter: { suffix: '.csv' },
 *       endpoint: '/storagegrid',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *     }),
 *   },
 * });
 * sensor.on('stored', objects.event('stored'), {
 *   filters: (e) => [greaterThan(e.notification.Message.Records[0].s3.object.size, 0)],
 * });
 * ```
 * ```yaml
 * storageGrid:
 *   stored:
 *     webhook:
 *       endpoint: /storagegrid
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     apiURL: https://storagegrid.example.com/api/v3
 *     topicArn: urn:mytext:sns:us-east-1::orders
 *     bucket: orders
 *     authToken:
 *       name: storagegrid
 *       key: token
 *     events:
 *       - s3:ObjectCreated:*
 *     filter:
 *       prefix: ""
 *       suffix: .csv
 * ```
 */
export function storageGridEvent(bucket: StorageGridBucket): EventDefinition<StorageGridEvent> {
  const { filter, authToken, events, metadata, apiTls, ...options } = withoutReceiver(bucket);
  const spec: StorageGridEventSource = {
    webhook: webhookContext(bucket),
    ...options,
    authToken: { ...authToken },
    events: [...events],
    ...(apiTls && { tls: apiTls }),
    ...(filter && { filter: { prefix: filter.prefix ?? '', suffix: filter.suffix ?? '' } }),
    ...(metadata && { metadata: { ...metadata } }),
  };
  return { kind: 'storageGrid', spec };
}
