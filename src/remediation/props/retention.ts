import { isInteger, isList, matches } from '../checks/values';
import { group, listOf, needed, optional, prop, value } from './row';

/** When the janitor deletes the state of a task. */
export interface RetentionProps {
  /**
   * Days without a change after which a state at rest is deleted, with its CodeRuns. At least 8, because the bus and GitHub
   * Enterprise Server keep events for 7 days: if a comment arrives again after its state is deleted, it gets another run.
   *
   * @default 30
   */
  readonly days?: number;
  /**
   * Which field of a CodeRun says that it has finished. A state stays as long as one of its CodeRuns has another value in
   * that field, or no value.
   *
   * @default - the janitor does not look at the CodeRuns
   */
  readonly runStatus?: RunStatus;
}

/** Which field of a CodeRun says that it has finished. */
export interface RunStatus {
  /** The path of a field, such as `status.phase`. */
  readonly path: string;
  /** The values of the field in a CodeRun that has finished, such as `['Succeeded', 'Failed']`. */
  readonly finished: readonly string[];
}

// Path and values stand in a script of the janitor.
const RUN_STATUS = group<RunStatus>({
  path: needed(
    value(matches(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/), 'the path of a field, such as "status.phase"'),
  ),
  finished: needed(
    listOf(value(matches(/^[A-Za-z0-9_-]{1,63}$/), 'letters, digits, - and _'), {
      fits: isList,
      expected: 'a list of one value or more',
    }),
  ),
});

export const RETENTION = group<RetentionProps, { readonly days: number; readonly runStatus?: RunStatus }>({
  days: prop(30, value(isInteger(8, 3650), 'days, an integer from 8 to 3650: the bus keeps events for 7')),
  runStatus: optional(RUN_STATUS),
});
