import { COMMENT_PATTERN, TASK_PATTERN } from '../remediation/state/keys';

/** What is traced: a comment, and what the name of its CodeRun says. */
export interface Subject {
  readonly comment: string;
  /** The prop `name` of the loop; undefined if the subject does not say it. */
  readonly loop?: string;
}

const FORMS: readonly RegExp[] = [
  new RegExp(`^(?<comment>${COMMENT_PATTERN})$`),
  // The name of a CodeRun, or of a Job that cancels the quality agents.
  new RegExp(
    `^(?:coderun/|job/)?(?<loop>[a-z0-9-]+)-(?:rex|cancel)-t${TASK_PATTERN}-c(?<comment>${COMMENT_PATTERN})(?:-[a-z0-9]*)?$`,
  ),
  // The address of the comment.
  new RegExp(`^https?://\\S+#issuecomment-(?<comment>${COMMENT_PATTERN})$`),
];

/** Reads the id of a comment, the name of a CodeRun or of a Job, or the address of a comment; undefined if it is none. */
export function parseSubject(text: string): Subject | undefined {
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  return groups as Subject | undefined;
}
