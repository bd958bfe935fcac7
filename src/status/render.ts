import { namesOf } from '../remediation/names';
import { CAUSE, type Cause, type CauseId, type Place, type Words } from './causes';
import { PROBLEM } from './problems';
import type { StatusReport, TaskReport } from './report';
import { shellLines } from './shell';
import { age, count, safe, table, truncate, WIDTH, wrap } from './text';

/** Which flags the commands have that are shown, so that they ask the same cluster. */
export interface ShownFlags {
  readonly kubectl: readonly string[];
  readonly own: readonly string[];
}

/** A report for people, in aligned columns. */
export function renderStatus(report: StatusReport, flags: ShownFlags, task?: string): string {
  const now = Date.parse(report.at);
  return [
    heading(report),
    report.problems.map(({ id }) => advice(PROBLEM[id], placeOf(report), flags, 'The loop: ')).join('\n'),
    tasksTable(report, now),
    task === undefined ? '' : report.tasks.map((one) => details(one, now)).join('\n'),
    byCause(report.tasks, task !== undefined)
      .map(([cause, tasks]) => adviceFor(cause, tasks, report, flags))
      .join('\n'),
    eventsTable(report, now),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function heading({ loop, namespaces, context, tasks, leftOut }: StatusReport): string {
  const persons = tasks.filter(({ condition }) => condition === 'needs-person').length;
  const need = persons === 0 ? '' : `, ${persons} ${persons === 1 ? 'needs' : 'need'} a person`;
  const rest = leftOut === 0 ? '' : `, ${leftOut} at rest not shown (--all)`;
  const where = `Loop ${loop}, namespace ${namespaces.agents}, context ${safe(context)}`;
  const sum =
    tasks.length + leftOut === 0 ? 'No task has a state' : `${count(tasks.length, 'task')}${need}${rest}`;
  return `${truncate(where, WIDTH)}\n${sum}\n`;
}

function tasksTable({ tasks }: StatusReport, now: number): string {
  if (tasks.length === 0) return '';
  const rows = tasks.map((task) => [
    task.task,
    truncate(task.status, 12),
    task.max === null ? String(task.iteration) : `${task.iteration} of ${task.max}`,
    task.waiting === 0 ? '' : String(task.waiting),
    age(task.since, now),
    task.why ?? '',
  ]);
  return table(['TASK', 'STATUS', 'ITERATION', 'WAITING', 'SINCE', 'WHY'], rows);
}

function eventsTable({ events }: StatusReport, now: number): string {
  if (events.length === 0) return '';
  const rows = events.map(({ at, type, reason, message }) => [age(at, now), type, reason, message]);
  return table(['AGE', 'EVENT', 'REASON', 'MESSAGE'], rows);
}

/** The comments of a task, and who has changed its state. */
function details({ comments, changes, state }: TaskReport, now: number): string {
  const ofComments = comments.map(({ id, pr, iteration, at, cause, handled }) => [
    id,
    pr ?? '',
    iteration === null ? '' : String(iteration),
    age(at, now),
    handled ? 'has its CodeRun' : cause === null ? 'its pull request is closed' : CAUSE[cause].why,
  ]);
  const ofChanges = changes.map(({ manager, time, set }) => [manager, age(time, now), set.join(' ')]);
  return `${[
    `${state}\n`,
    table(['COMMENT', 'PR', 'ITERATION', 'AGE', ''], ofComments).replace(/ +-\n/, '\n'),
    ...(changes.length > 0 ? [table(['CHANGED BY', 'AGE', 'LAST SET'], ofChanges)] : []),
  ].join('\n')}`;
}

/** The tasks that a person has to look at, by cause. For a single task, also those that move by themselves. */
function byCause(tasks: readonly TaskReport[], all: boolean): [CauseId, TaskReport[]][] {
  const groups = new Map<CauseId, TaskReport[]>();
  for (const task of tasks) {
    if (task.cause === null || !(all || CAUSE[task.cause].person)) continue;
    groups.set(task.cause, [...(groups.get(task.cause) ?? []), task]);
  }
  return [...groups];
}

const SHOWN_TASKS = 10;

function adviceFor(
  cause: CauseId,
  tasks: readonly TaskReport[],
  report: StatusReport,
  flags: ShownFlags,
): string {
  const [first] = tasks;
  if (first === undefined) return '';
  const shown = tasks.slice(0, SHOWN_TASKS).map(({ task }) => task);
  const more = tasks.length > shown.length ? ` and ${tasks.length - shown.length} more` : '';
  const who = `${tasks.length === 1 ? 'Task' : 'Tasks'} ${shown.join(', ')}${more}: `;
  return advice(CAUSE[cause], placeOf(report, first), flags, who, tasks.length > 1 ? shown : undefined);
}

/** What to do, with the commands for the first task; `own` takes several tasks. */
function advice(
  cause: Cause,
  place: Place,
  flags: ShownFlags,
  who: string,
  tasks?: readonly string[],
): string {
  const own = cause.own?.(place);
  const commands: [string, Words | undefined][] = [
    ['', own && tasks ? [...own.slice(0, -1), ...tasks] : own],
    [own ? 'or' : '', cause.remedy?.(place)],
    [cause.remedy ? 'to see more' : '', cause.check?.(place)],
  ];
  const text = wrap(`${who}${cause.why}. ${cause.advice}${cause.remedy || cause.check ? ':' : ''}`, WIDTH);
  return `${text.join('\n')}\n${commands
    .map(([label, words]) => {
      if (words === undefined) return '';
      return (label === '' ? '' : `  ${label}:\n`) + shellLines(withFlags(words, flags), '    ');
    })
    .join('')}`;
}

/** The command with the flags that make it ask the same cluster. */
export function withFlags(words: Words, { kubectl, own }: ShownFlags): Words {
  const [program = '', ...rest] = words;
  return program === 'kubectl' ? [program, ...kubectl, ...rest] : [...words, ...own];
}

/** What the commands are about that are shown for a task, or for the loop as a whole. */
export function placeOf(
  { loop, namespaces, codeRuns, commentSource }: StatusReport,
  task?: TaskReport,
): Place {
  const first = task?.comments.find(({ cause }) => cause === task.cause);
  const unassigned = task?.comments.filter(({ iteration, cause }) => iteration === null && cause !== null);
  // The loop never gives an iteration to a comment that it ignores.
  const wanted = unassigned?.filter(({ cause }) => cause !== 'ignored').length ?? 0;
  return {
    names: namesOf(loop),
    ...namespaces,
    codeRuns,
    commentSource,
    task: task?.task ?? '',
    comment: first?.id ?? '',
    raised: String((task?.iteration ?? 0) + wanted),
  };
}
