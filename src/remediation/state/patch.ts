import type { ConfigMap } from '../../argo-events/kubernetes';
import type { Reference } from '../../argo-events/references/ref';
import { raw, type WithSlots } from '../../argo-events/references/slot';
import { type Action, patch, resource } from '../../argo-events/triggers';
import { LABEL } from '../names';
import type { RemediationSettings } from '../settings';

/** What a step writes into the state of a task. */
export interface StatePatch {
  readonly name: Reference<string>;
  /** Null for a key that is removed. */
  readonly data: Reference<Readonly<Record<string, string | null>>>;
  /** What else of the metadata: labels, or what the API server compares, such as `uid` and `resourceVersion`. */
  readonly metadata: Omit<WithSlots<NonNullable<ConfigMap['metadata']>>, 'name' | 'namespace'>;
}

/** What an event of GitHub adds to the state of its task. */
interface GithubData {
  readonly task: Reference<string>;
  readonly state_name: Reference<string>;
  readonly data: StatePatch['data'];
}

/** Stores an event of GitHub in the state of its task. The label at-rest becomes `false`, so the event source watches the state. */
export function storeInState(settings: RemediationSettings, { task, state_name, data }: GithubData): Action {
  const labels = { app: settings.names.stateApp, [LABEL.task]: task, [LABEL.atRest]: 'false' };
  return patchState(settings, { name: state_name, data, metadata: { labels } });
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
