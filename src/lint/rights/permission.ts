/** A permission that an account needs: one verb on one resource. */
export interface Permission {
  /** The API group. Empty for the core group. */
  readonly apiGroup: string;
  /** The plural name, as in a Role: `configmaps`. */
  readonly resource: string;
  /** The verb, as in a Role: `get`, `create` and so on. */
  readonly verb: string;
  /**
   * The name of the one object that may be accessed.
   *
   * @default none: every object
   */
  readonly resourceName?: string;
  /**
   * The namespace of the objects.
   *
   * @default none: objects without namespace
   */
  readonly namespace?: string;
}

/** What a trigger needs of the API server. */
export interface Needs {
  readonly permissions: readonly Permission[];
  /** Why more may be needed than is known here; undefined if nothing is missing. */
  readonly unknown?: string;
}
