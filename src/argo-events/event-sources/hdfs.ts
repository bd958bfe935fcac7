import type { HDFSEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, withEventOptions } from './options';
import { type FileChange, type FileOperation, type WatchedFiles, watchPath } from './watched-files';

/** The data of an HDFS event (pkg/eventsources/sources/hdfs/start.go). */
export interface HdfsEvent extends FileChange {
  /** The whole path of the file. */
  readonly name: string;
}

/** The files to watch in HDFS. */
export type HdfsWatch = EventOptions &
  WatchedFiles &
  HdfsUser & {
    /** The hosts and ports of the name nodes: `hdfs.events:8020`. */
    readonly addresses: readonly [string, ...string[]];
    /** The operations that give events. */
    readonly type: readonly [FileOperation, ...FileOperation[]];
    /**
     * The pause between two readings of the directory, as a Go duration such as `30s`. Go has no days.
     *
     * @default '1m'
     */
    readonly checkInterval?: string;
  };

/** As whom the engine reads: a user without a password, or one of Kerberos, whose ticket or keytab is in a Secret. */
export type HdfsUser =
  | {
      /** The user. HDFS believes the name. */
      readonly hdfsUser: string;
      readonly krbCCacheSecret?: never;
      readonly krbKeytabSecret?: never;
    }
  | (Kerberos & {
      /** The content of a credential cache. The engine does not renew its ticket. */
      readonly krbCCacheSecret: SecretKey;
      readonly hdfsUser?: never;
      readonly krbKeytabSecret?: never;
    })
  | (Kerberos & {
      /** A keytab. */
      readonly krbKeytabSecret: SecretKey;
      /** The user of the keytab. */
      readonly krbUsername: string;
      /** The realm of the user. */
      readonly krbRealm: string;
      readonly hdfsUser?: never;
      readonly krbCCacheSecret?: never;
    });

interface Kerberos {
  /** The `krb5.conf`, in a ConfigMap. */
  readonly krbConfigConfigMap: { readonly name: string; readonly key: string };
  /** The service principal of the name nodes: `nn/_HOST`. */
  readonly krbServicePrincipalName: string;
}

/**
 * Events from files of HDFS, in the directory and the directories below it. Give each file a name of its own: the engine
 * takes two files of one name in two directories for one (GetFileID in pkg/eventsources/sources/hdfs/start.go). The first
 * reading gives a CREATE for each file that exists.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: hdfsEvent({
 *       addresses: ['hdfs.events:8020'],
 *       hdfsUser: 'orders',
 *       type: ['CREATE', 'WRITE'],
 *       directory: '/orders',
 *       pathRegexp: '\\.json$',
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.name)] });
 * ```
 * ```yaml
 * hdfs:
 *   placed:
 *     addresses:
 *       - hdfs.events:8020
 *     hdfsUser: orders
 *     type: CREATE|WRITE
 *     directory: /orders/
 *     pathRegexp: \.json$
 * ```
 */
export function hdfsEvent(watch: HdfsWatch): EventDefinition<HdfsEvent> {
  const spec: HDFSEventSource = {
    ...withEventOptions(watch),
    addresses: [...watch.addresses],
    type: watch.type.join('|'),
    ...watchPath(watch),
  };
  return { kind: 'hdfs', spec };
}
