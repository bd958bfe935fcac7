import type { components, operations } from '@octokit/openapi-webhooks-types';
import type { Scalar } from '../references/ref';

// GitHub's OpenAPI document has an operation for each event and action, such as issue-comment/created.
type Operation = keyof operations & string;
type EventOf<Name extends string> = SnakeCase<Name extends `${infer Event}/${string}` ? Event : Name>;
type SnakeCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}_${SnakeCase<Tail>}`
  : Name;
type BodyOf<Name extends Operation> = operations[Name] extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Name extends keyof Corrections
    ? Omit<Body, keyof Corrections[Name]> & Corrections[Name]
    : Body
  : never;

type Schemas = components['schemas'];

/** Where the document contradicts itself: it says of a value two things that exclude each other. */
interface Corrections {
  readonly fork: {
    readonly forkee: Omit<Schemas['webhook-fork']['forkee'], 'topics'> & {
      readonly topics?: readonly string[];
    };
  };
  readonly 'label/archived': {
    readonly label: Omit<Schemas['webhooks_label'], 'archived_at' | 'archived_by'> & {
      readonly archived_at: string;
      readonly archived_by: Schemas['simple-user'];
    };
  };
}

/** The name of an event of GitHub, as in its `X-GitHub-Event` header: `issue_comment`. */
export type GithubEventName = EventOf<Operation>;

/**
 * The payload of an event: a union of those of all its actions. An object of which GitHub's document says nothing has
 * any fields, and they are unknown.
 */
export type GithubPayload<Name extends GithubEventName> = {
  [Key in Operation]: EventOf<Key> extends Name ? Described<BodyOf<Key>> : never;
}[Operation];

/** What the data of most GitHub events has in its body. */
export interface AnyGithubPayload {
  /** What has happened, such as `opened`. Some events have none. */
  readonly action?: string;
  /** The organization of the repository, if it belongs to one. */
  readonly organization?: Described<Schemas['organization-simple-webhooks']>;
  /** The repository. An event of an organization or a GitHub App has none. */
  readonly repository?: Described<Schemas['repository-webhooks']>;
  /** The user that has caused the event. */
  readonly sender?: Described<Schemas['simple-user']>;
}

/**
 * The type without the `Record<string, never>` that stands for an object without description: it would let any field
 * pass, of type never. In an intersection, as of `issue.milestone`, the other part describes the object.
 */
type Described<T> = unknown extends T
  ? T
  : T extends Scalar | null | undefined
    ? T
    : T extends readonly unknown[]
      ? readonly Described<T[number]>[]
      : string extends keyof T
        ? DescribedOrOpen<DescribedFields<T>>
        : DescribedFields<T>;

type DescribedFields<T> = {
  [Key in keyof T as string extends Key ? ([T[Key]] extends [never] ? never : Key) : Key]: Described<T[Key]>;
};

type DescribedOrOpen<T> = [keyof T] extends [never] ? { readonly [field: string]: unknown } : T;
