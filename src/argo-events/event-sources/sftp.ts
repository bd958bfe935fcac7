import type { SFTPEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, withEventOptions } from './options';
import { type FileChange, type WatchedFiles, watchPath } from './watched-files';

/** The data of an SFTP event (pkg/eventsources/sources/sftp/start.go). */
export interface SftpEvent extends FileChange {
  /** The name of the file, without the directory. */
  readonly name: string;
  /** What happened: 1 for a file that is new or has changed, 4 for one that is gone. */
  readonly op: 1 | 4;
}

/** The files to watch on an SFTP server. */
export type SftpWatch = EventOptions &
  SftpLogin & {
    /** The host and port of the server, such as `sftp.example.com:22`, in a Secret. */
    readonly address: SecretKey;
    /** The user. */
    readonly username: SecretKey;
    /** The operation that gives events: a file that has changed is a CREATE too. */
    readonly eventType: 'CREATE' | 'REMOVE';
    /** The files. Those in subdirectories are not watched. */
    readonly watchPathConfig: WatchedFiles;
  };

/** How the engine logs in. */
export type SftpLogin =
  | {
      /** The password. The engine then takes any host key, so whoever is in between can read it. */
      readonly password: SecretKey;
      readonly sshKeySecret?: never;
    }
  | {
      /**
       * A text with two parts: a private key without passphrase in PEM, and after it a line with the host key of the
       * server, such as `ssh-ed25519 AAAA…`.
       */
      readonly sshKeySecret: SecretKey;
      readonly password?: never;
    };

/**
 * Events from files on an SFTP server. The engine reads the directory every 10 seconds. It cannot be told another
 * interval, because it reads `pollIntervalDuration` the wrong way round: without one, it would read the directory without
 * a pause (listenEvents in pkg/eventsources/sources/sftp/start.go). Changes while no pod runs give no event.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: sftpEvent({
 *       address: { name: 'sftp', key: 'address' },
 *       username: { name: 'sftp', key: 'username' },
 *       password: { name: 'sftp', key: 'password' },
 *       eventType: 'CREATE',
 *       watchPathConfig: { directory: '/orders', pathRegexp: '\\.json$' },
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.name)] });
 * ```
 * ```yaml
 * sftp:
 *   placed:
 *     address:
 *       name: sftp
 *       key: address
 *     username:
 *       name: sftp
 *       key: username
 *     password:
 *       name: sftp
 *       key: password
 *     eventType: CREATE
 *     watchPathConfig:
 *       directory: /orders/
 *       pathRegexp: \.json$
 *     pollIntervalDuration: 10s
 * ```
 */
export function sftpEvent(watch: SftpWatch): EventDefinition<SftpEvent> {
  const spec: SFTPEventSource = {
    ...withEventOptions(watch),
    watchPathConfig: watchPath(watch.watchPathConfig),
    pollIntervalDuration: '10s',
  };
  return { kind: 'sftp', spec };
}
