import type { ConfigMap } from '../../argo-events/kubernetes';
import type { Reference } from '../../argo-events/references/reference';
import { raw, type Templated } from '../../argo-events/references/slot';
import { type Action, patch, resource } from '../../argo-events/triggers';
import type { RemediationSettings } from '../settings';

/** What a step writes into the state of a task. */
export interface StatePatch {
  readonly name: Reference<string>;
  /** Null for a key that is removed. */
  readonly data: Reference<Readonly<Record<string, string | null>>>;
  /** What else of the metadata: labels, or what the API server compares, such as `uid` and `resourceVersion`. */
  readonly metadata: Omit<Templated<NonNullable<ConfigMap['metadata']>>, 'name' | 'namespace'>;
}

/** Patches the state of a task, which makes it when there is none. */
export function patchState(settings: RemediationSettings, { name, data, metadata }: StatePatch): Action {
  return patch(
    resource<ConfigMap>({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: settings.namespaces.agents, ...metadata },
      // A merge patch removes what is null.
      data: raw(data as Reference<Record<string, string>>),
    }),
  );
}
