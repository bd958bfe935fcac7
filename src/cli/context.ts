import type { App } from 'cdk8s';
import type { Cluster } from '../cluster/cluster';
import type { KubeconfigOptions } from '../cluster/kubeconfig';

/** A stream that takes text. */
export interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Listens to errors, such as that the reader has closed it. */
  on?(event: 'error', listener: (error: Error) => void): unknown;
  off?(event: 'error', listener: (error: Error) => void): unknown;
}

/** The app, the cluster and the output streams of the command line. */
export interface CliContext {
  /** Loads the app of a file. It is called only if the app is rendered. */
  readonly loadApp: (file: string) => App | Promise<App>;
  /** Finds the cluster of a kubeconfig. It is called only by the commands that ask a cluster. */
  readonly connect: (options: KubeconfigOptions) => Promise<Cluster>;
  /**
   * What another program prints. Only `lint -` reads it.
   *
   * @default that of the process
   */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** The stream for results, changes and differences. */
  readonly stdout: Output;
  /** The stream for warnings, findings and errors. */
  readonly stderr: Output;
}

/** Adds a command to the program. */
export type AddCommand = (
  program: import('commander').Command,
  context: CliContext,
  /** Sets the exit code. */
  leave: (code: number) => void,
) => void;
