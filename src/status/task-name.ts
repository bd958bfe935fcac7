import { TASK_PATTERN } from '../remediation/state/keys';

/** A task that was named by its number, or by the name of its state, which says the loop too. */
export interface NamedTask {
  readonly task: string;
  readonly loop?: string;
}

const NAME = new RegExp(`^(?:task-)?(?<task>${TASK_PATTERN})(?:-(?<loop>[a-z0-9-]+)-state)?$`);

/** Reads the number of a task, or the name of its state; undefined if the text is neither. */
export function namedTask(text: string): NamedTask | undefined {
  return NAME.exec(text)?.groups as NamedTask | undefined;
}
