import type { CodeRun } from '../../imports/coderun';
import type { WithSlots } from '../argo-events/references/slot';
import { ANNOTATION_DOMAIN } from './names';
import type { RemediationRun } from './props/run';

/** API version and kind of the CodeRun of the specification. The prerequisites have a CRD for it. */
export const TASK_CODE_RUN = { apiVersion: 'cto.5dlabs.com/v1alpha1', kind: 'CodeRun' } as const;

/**
 * The CodeRun of the task, sections 1.2 and 4.2. To change something, spread it, object by object:
 * `{ ...own, spec: { ...own.spec, github_app: '…' } }`.
 *
 * @param run the data of the iteration
 */
export function taskCodeRun(run: RemediationRun) {
  return {
    ...TASK_CODE_RUN,
    metadata: {
      labels: {
        'agent-type': 'rex',
        'pr-number': run.pr,
        'deduplication-key': run.deduplicationKey,
      },
      annotations: {
        [`${ANNOTATION_DOMAIN}/pr-number`]: run.pr,
        [`${ANNOTATION_DOMAIN}/comment-id`]: run.comment,
      },
    },
    spec: {
      github_app: '5DLabs-Rex',
      remediation_mode: true,
      continue_session: true,
      pr_number: run.prNumber,
      pr_comment_id: run.commentNumber,
      env: {
        REMEDIATION_MODE: 'true',
        FEEDBACK_COMMENT_ID: run.comment,
        ITERATION_COUNT: run.iteration,
        MAX_ITERATIONS: run.maxIterations,
      },
    },
  } satisfies WithSlots<CodeRun>;
}
