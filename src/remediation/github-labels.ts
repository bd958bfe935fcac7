import type { Dependency } from '../argo-events/dependency';
import type { StringSlot } from '../argo-events/references/slot';
import type { Sensor } from '../argo-events/sensor';
import { type Action, http } from '../argo-events/triggers';
import { BRIEF } from './retries';
import type { RemediationSettings } from './settings';
import type { Exhausted, Recorded } from './state';

/**
 * Moves the labels of the PR when an iteration has started. Tried briefly: a late removal of ready-for-qa could undo
 * the one that Rex set at the end of its run.
 */
export function moveLabels(
  sensor: Sensor,
  recorded: Dependency<Recorded>,
  settings: RemediationSettings,
): void {
  const { remediation } = recorded.data;
  sensor.do('update-pr-labels', {
    on: recorded,
    action: addLabels(settings, remediation.labels_url, [
      settings.labels.inProgress,
      remediation.iteration_label,
    ]),
    retry: BRIEF,
  });
  sensor.do('remove-ready-for-qa', {
    on: recorded,
    action: removeLabel(settings, remediation.ready_for_qa_url),
    retry: BRIEF,
  });
  sensor.do('remove-previous-iteration', {
    on: recorded,
    action: removeLabel(settings, remediation.previous_iteration_url),
    retry: BRIEF,
  });
}

/** Says on the PR that the task is exhausted. */
export function labelExhausted(
  sensor: Sensor,
  exhausted: Dependency<Exhausted>,
  settings: RemediationSettings,
): void {
  sensor.do('label-exhausted', {
    on: exhausted,
    action: addLabels(settings, exhausted.data.remediation.labels_url, [settings.labels.exhausted]),
    retry: BRIEF,
  });
}

/** Adds labels to a PR; GitHub creates those that do not exist yet. */
export function addLabels(
  settings: RemediationSettings,
  url: StringSlot,
  labels: readonly (string | StringSlot)[],
): Action {
  return http({ ...request(settings), method: 'POST', url, payload: { labels }, allow: [200] });
}

// 404: the label is not on the PR, which is what is wanted.
function removeLabel(settings: RemediationSettings, url: StringSlot): Action {
  return http({ ...request(settings), method: 'DELETE', url, allow: [200, 404] });
}

function request({ githubToken }: RemediationSettings) {
  return {
    headers: {
      Accept: 'application/vnd.github+json',
      'Content-Type': 'application/json',
      'X-GitHub-Api-Version': '2022-11-28',
    },
    secureHeaders: { Authorization: githubToken },
    // A slow GitHub holds up the events of this trigger only, but not for the engine's whole minute each.
    timeout: 10,
  } as const;
}
