// Generated from src/remediation/coderun-crd.ts by `npm run imports`. Do not edit.

import type { ObjectMeta } from './argo-events';

/** CodeRun is one run of an agent on a task's code. */
export interface CodeRun {
  apiVersion: 'cto.5dlabs.com/v1alpha1';
  kind: 'CodeRun';
  metadata: ObjectMeta;
  spec: CodeRunSpec;
}

/** What the agent is to do. Fields of other agents are kept, whatever they are called. */
export interface CodeRunSpec {
  /** Whether the agent goes on with the session of the task's last run. */
  continue_session?: boolean;
  /** Environment variables of the agent. */
  env?: { [key: string]: string };
  /** The GitHub App that the agent acts as, such as 5DLabs-Rex. */
  github_app?: string;
  /** The id of the comment with the feedback. */
  pr_comment_id?: number;
  /** The number of the pull request. */
  pr_number?: number;
  /** Whether the agent answers feedback on a pull request instead of implementing a task. */
  remediation_mode?: boolean;
}
