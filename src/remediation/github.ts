import type { StringSlot } from '../argo-events/references/slot';
import { type JqFragment, jq } from '../argo-events/transform';
import { type Action, http } from '../argo-events/triggers';
import type { RemediationSettings } from './settings';

/** The URL of the labels of PR `$pr`: of it only the number, a positive integer, comes from an event. */
export function labelsUrl({ github }: RemediationSettings): JqFragment {
  return jq`(${`${github.apiUrl}/repos/${github.repository}/issues/`} + $pr + "/labels")`;
}

/** Adds labels to a PR; GitHub creates those that do not exist yet. */
export function addLabels(
  settings: RemediationSettings,
  url: StringSlot,
  labels: readonly (string | StringSlot)[],
): Action {
  return http({ ...request(settings), method: 'POST', url, payload: { labels }, allow: [200] });
}

/** Removes a label from a PR. 404 is a success too: the label is not on the PR, which is what is wanted. */
export function removeLabel(settings: RemediationSettings, url: StringSlot): Action {
  return http({ ...request(settings), method: 'DELETE', url, allow: [200, 404] });
}

function request({ github }: RemediationSettings) {
  return {
    headers: {
      Accept: 'application/vnd.github+json',
      'Content-Type': 'application/json',
      'X-GitHub-Api-Version': '2022-11-28',
    },
    secureHeaders: { Authorization: github.token },
    // While GitHub is slow, later events of this trigger wait. The engine's own limit is a minute for each call.
    timeout: 10,
  } as const;
}
