import type { FileEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import { type EventOptions, withEventOptions } from './options';
import { type FileChange, type FileOperation, type WatchedFiles, watchPath } from './watched-files';

/** The data of a file event (pkg/eventsources/sources/file/start.go). */
export interface FileEvent extends FileChange {
  /** The whole path of the file. With `polling`, it is only the name of the file. */
  readonly name: string;
}

/** The files to watch, in a volume of the pod: give the event source a `template` with it. */
export interface FileWatch extends EventOptions {
  /** The operation that gives events. It is one: the engine does not take a list. */
  readonly eventType: FileOperation;
  /** The files. Those in subdirectories are not watched. */
  readonly watchPathConfig: WatchedFiles;
  /**
   * Whether the engine reads the directory ten times a second instead of waiting for inotify. A volume in which another
   * machine writes needs that, such as NFS.
   *
   * @default false
   */
  readonly polling?: boolean;
}

/**
 * Events from files of a volume. Changes while no pod runs give no event.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: fileEvent({
 *       eventType: 'CREATE',
 *       watchPathConfig: { directory: '/var/orders', pathRegexp: '^[0-9]+\\.json$' },
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.name)] });
 * ```
 * ```yaml
 * file:
 *   placed:
 *     eventType: CREATE
 *     watchPathConfig:
 *       directory: /var/orders/
 *       pathRegexp: ^[0-9]+\.json$
 * ```
 */
export function fileEvent(watch: FileWatch): EventDefinition<FileEvent> {
  const spec: FileEventSource = {
    ...withEventOptions(watch),
    watchPathConfig: watchPath(watch.watchPathConfig),
  };
  return { kind: 'file', spec };
}
