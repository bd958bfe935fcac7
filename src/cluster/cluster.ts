/** A request to the API server. */
export interface ClusterRequest {
  readonly method: 'GET' | 'PATCH';
  /** Without the server: `/api/v1/namespaces/…`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A merge patch. */
  readonly body?: unknown;
}

/** The way to an API server, as a kubeconfig describes it. */
export interface Cluster {
  /** The context of the kubeconfig. */
  readonly context: string;
  /**
   * @returns the body of the answer
   * @throws ApiError if the API server refuses the request
   * @throws ClusterError if no answer comes
   */
  readonly request: (request: ClusterRequest) => Promise<string>;
}

/** The API server cannot be asked. The message says why, in one or more lines. */
export class ClusterError extends Error {
  override readonly name: string = 'ClusterError';
}

/** The API server has refused a request. */
export class ApiError extends ClusterError {
  override readonly name = 'ApiError';

  constructor(
    /** The HTTP status. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
