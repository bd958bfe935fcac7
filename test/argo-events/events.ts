import { type EventReference, eventReference } from '../../src/argo-events/dependency';
import type { Ref } from '../../src/argo-events/references/ref';
import { referenceTo } from '../../src/argo-events/references/reference';

/** A small event with what makes paths and types interesting. */
export interface Comment {
  readonly headers: { readonly 'X-Github-Event': readonly string[] };
  readonly body: {
    readonly action: 'created' | 'edited';
    readonly comment: {
      readonly id: number;
      readonly body: string;
      readonly user: { readonly login: string } | null;
    };
    readonly issue: {
      readonly number: number;
      readonly locked: boolean;
      readonly state?: 'open' | 'closed';
      readonly labels: readonly { readonly name: string; readonly tags: readonly string[] }[];
      readonly pull_request?: { readonly url: string | null };
    };
    readonly counts: { readonly [key: string]: number };
    readonly then: { readonly toJSON: string };
  };
}

export const COMMENT: EventReference<Comment> = eventReference('github', 'comment');

/** The data of a dependency `comment`, without a sensor. */
export const comment: Ref<Comment> = dataOf<Comment>();

/** The data of a dependency of any type. */
export function dataOf<T>(dependency = 'comment'): Ref<T> {
  return referenceTo<T>({ dependency, part: 'data', path: [] });
}
