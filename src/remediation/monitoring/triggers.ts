import type { RemediationSettings } from '../settings';

/** What a failure of a trigger means to a person. */
export type Failure =
  /** A comment is lost, unless GitHub delivers it again. */
  | 'store'
  /** A CodeRun does not exist yet. */
  | 'run'
  /** A label of a pull request is wrong. */
  | 'github'
  /** A Job, an Event or an acknowledgement is missing. */
  | 'step'
  /** Nothing: a conflict (409) is normal, and a newer event follows. */
  | 'none';

/** What a trigger does, and what it costs: calls of the API server for each try, of which a sensor makes five a second. */
export interface TriggerMeaning {
  readonly failure: Failure;
  /** A patch is two calls, a create one, and a request to GitHub none. */
  readonly calls: 0 | 1 | 2;
}

const TRIGGERS = {
  'check-iteration-state': { failure: 'store', calls: 2 },
  'store-pull-request': { failure: 'store', calls: 2 },
  'reconcile-state': { failure: 'none', calls: 2 },
  'create-remediation-coderun': { failure: 'run', calls: 2 },
  'cancel-quality-agents': { failure: 'step', calls: 1 },
  'acknowledge-iteration': { failure: 'step', calls: 2 },
  'update-pr-labels': { failure: 'github', calls: 0 },
  'remove-ready-for-qa': { failure: 'github', calls: 0 },
  'remove-previous-iteration': { failure: 'github', calls: 0 },
  'announce-remediation': { failure: 'step', calls: 1 },
  'report-exhausted': { failure: 'step', calls: 1 },
  'label-exhausted': { failure: 'github', calls: 0 },
} as const satisfies Readonly<Record<string, TriggerMeaning>>;

/** The triggers of a loop, with their meaning. A fallback has none: the failure of its trigger counts. */
export function triggersOf({
  pullRequests,
  cancelledAgents,
}: RemediationSettings): readonly (TriggerMeaning & { readonly name: string })[] {
  return Object.entries(TRIGGERS)
    .filter(([name]) => pullRequests !== undefined || name !== 'store-pull-request')
    .filter(([name]) => cancelledAgents !== false || name !== 'cancel-quality-agents')
    .map(([name, meaning]) => ({ name, ...meaning }));
}

/** The names of the triggers with that meaning of a failure. */
export function failingAs(settings: RemediationSettings, failure: Failure): string[] {
  return triggersOf(settings)
    .filter((trigger) => trigger.failure === failure)
    .map(({ name }) => name);
}
