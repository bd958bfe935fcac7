import type { S3Artifact } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { WithMetadata } from './options';

/** The data of a MinIO event (MinioEventData in pkg/eventsources/events/event-data.go). */
export interface MinioEvent extends WithMetadata {
  /** What happened. MinIO sends one record at a time: refer to `notification[0]`. */
  readonly notification: readonly MinioRecord[];
}

/** A record in the data of a MinIO event, in the form of Amazon S3 (Event in minio-go, pkg/notification/info.go). */
export interface MinioRecord {
  /** The version of the form: `2.0`. */
  readonly eventVersion: string;
  /** `minio:s3`. */
  readonly eventSource: string;
  /** The region of the server; empty if it has none. */
  readonly awsRegion: string;
  /** The time of the event, in RFC 3339: `2026-01-02T03:04:05.678Z`. */
  readonly eventTime: string;
  /** What happened: `s3:ObjectCreated:Put`. */
  readonly eventName: string;
  /** Who did it. */
  readonly userIdentity: { readonly principalId: string };
  /** Parameters of the request, such as `sourceIPAddress`. */
  readonly requestParameters: Readonly<Record<string, string>> | null;
  /** Headers of the answer, such as `x-amz-request-id`. */
  readonly responseElements: Readonly<Record<string, string>> | null;
  /** The bucket and the object. */
  readonly s3: {
    readonly s3SchemaVersion: string;
    readonly configurationId: string;
    readonly bucket: {
      readonly name: string;
      readonly ownerIdentity: { readonly principalId: string };
      readonly arn: string;
    };
    readonly object: MinioObject;
  };
  /** The client that did it. */
  readonly source: { readonly host: string; readonly port: string; readonly userAgent: string };
}

/** The object in the data of a MinIO event. An object that is gone has no size, tag and type. */
export interface MinioObject {
  /** The key, with the escapes of a URL: `orders%2F1.json`. */
  readonly key: string;
  /** The size in bytes; absent if it is 0. */
  readonly size?: number;
  /** The entity tag. */
  readonly eTag?: string;
  /** The MIME type. */
  readonly contentType?: string;
  /** The metadata of the object. */
  readonly userMetadata?: Readonly<Record<string, string>>;
  /** The id of the version, in a bucket with versions. */
  readonly versionId?: string;
  /** A number that grows with each event of the object, in hexadecimal. */
  readonly sequencer: string;
}

/** An event of a bucket, or with `*` all of a group: `s3:ObjectCreated:*`. */
export type MinioEventName = `s3:${
  | 'ObjectCreated'
  | 'ObjectAccessed'
  | 'ObjectRemoved'
  | 'ObjectTransition'
  | 'ObjectRestore'
  | 'Replication'
  | 'Scanner'
  | 'LifecycleDelMarkerExpiration'}:${string}`;

/**
 * The bucket to listen to. It has no expression that filters events, because the engine's `filter` of this kind is another
 * one; and no region, which the engine ignores.
 */
export interface MinioBucket {
  /** The host and port of the server, without `https://`: `minio.events:9000`. */
  readonly endpoint: string;
  /** The bucket. */
  readonly bucket: { readonly name: string };
  /** The events. */
  readonly events: readonly [MinioEventName, ...MinioEventName[]];
  /** The access key. */
  readonly accessKey: SecretKey;
  /** The secret key. */
  readonly secretKey: SecretKey;
  /**
   * Which objects give events: those whose key begins with `prefix` and ends with `suffix`.
   *
   * @default all objects
   */
  readonly filter?: { readonly prefix?: string; readonly suffix?: string };
  /**
   * Whether the connection is plain HTTP.
   *
   * @default false: HTTPS
   */
  readonly insecure?: boolean;
  /**
   * The CA certificate for the server, in PEM.
   *
   * @default the CA certificates of the image
   */
  readonly caCertificate?: SecretKey;
  /**
   * Texts that each event gets as its `metadata`.
   *
   * @default none
   */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Events from the objects of a MinIO bucket. The engine listens on a connection that it opens itself, so changes while no
 * pod runs give no event.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: minioEvent({
 *       endpoint: 'minio.events:9000',
 *       bucket: { name: 'orders' },
 *       events: ['s3:ObjectCreated:*'],
 *       filter: { suffix: '.json' },
 *       accessKey: { name: 'minio', key: 'access-key' },
 *       secretKey: { name: 'minio', key: 'secret-key' },
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), {
 *   filters: (e) => [present(e.notification[0].s3.object.key)],
 * });
 * ```
 * ```yaml
 * minio:
 *   placed:
 *     endpoint: minio.events:9000
 *     bucket:
 *       name: orders
 *     events:
 *       - s3:ObjectCreated:*
 *     filter:
 *       suffix: .json
 *     accessKey:
 *       name: minio
 *       key: access-key
 *     secretKey:
 *       name: minio
 *       key: secret-key
 * ```
 */
export function minioEvent(bucket: MinioBucket): EventDefinition<MinioEvent> {
  const { metadata, ...fields } = bucket;
  const spec: S3Artifact = {
    ...fields,
    events: [...bucket.events],
    ...(metadata && { metadata: { ...metadata } }),
  };
  return { kind: 'minio', spec };
}
