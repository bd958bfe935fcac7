import type { CodeRun } from '../../imports/coderun';
import { raw } from '../argo-events/references/slot';
import { type ResourceTemplate, resource } from '../argo-events/triggers';
import { ANNOTATIONS } from './names';
import type { RemediationRun } from './props';

/** The CodeRun of the task, sections 1.2 and 4.2. */
export function taskCodeRun(run: RemediationRun): ResourceTemplate {
  return resource<CodeRun>({
    apiVersion: 'cto.5dlabs.com/v1alpha1',
    kind: 'CodeRun',
    metadata: {
      labels: {
        'agent-type': 'rex',
        'pr-number': run.pr,
        'deduplication-key': run.deduplicationKey,
      },
      annotations: {
        [`${ANNOTATIONS}/pr-number`]: run.pr,
        [`${ANNOTATIONS}/comment-id`]: run.comment,
      },
    },
    spec: {
      github_app: '5DLabs-Rex',
      remediation_mode: true,
      continue_session: true,
      pr_number: raw(run.prNumber),
      pr_comment_id: raw(run.commentNumber),
      env: {
        REMEDIATION_MODE: 'true',
        FEEDBACK_COMMENT_ID: run.comment,
        ITERATION_COUNT: run.iteration,
        MAX_ITERATIONS: run.maxIterations,
      },
    },
  });
}
