import type { WatchPathConfig } from '../../../imports/argo-events';

/** What the data of all events about files has (Event in pkg/eventsources/common/fsevent). */
export interface FileChange {
  /**
   * What happened, as a number: 1 CREATE, 2 WRITE, 4 REMOVE, 8 RENAME, 16 CHMOD. If several things happened at once, it is
   * their sum.
   */
  readonly op: number;
  /** The metadata of the definition; null if it has none. */
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** What happens to a file. */
export type FileOperation = 'CREATE' | 'WRITE' | 'REMOVE' | 'RENAME' | 'CHMOD';

/** The files to watch: a directory, and which files in it. */
export type WatchedFiles = {
  /** The directory. It has to exist. */
  readonly directory: `/${string}`;
} & (
  | {
      /** The path of the one file, relative to the directory: `order.json`. */
      readonly path: string;
      readonly pathRegexp?: never;
    }
  | {
      /** A regular expression of Go that is found anywhere in the relative path, unless it has `^` and `$`. */
      readonly pathRegexp: string;
      readonly path?: never;
    }
);

/**
 * The files in the engine's form. It takes the directory off the path as a text, and compares the rest. Without the slash
 * at the end, the rest begins with one, and no `path` may begin with one.
 */
export function watchPath({ directory, path, pathRegexp }: WatchedFiles): WatchPathConfig {
  return {
    directory: directory.endsWith('/') ? directory : `${directory}/`,
    ...(path !== undefined && { path }),
    ...(pathRegexp !== undefined && { pathRegexp }),
  };
}
