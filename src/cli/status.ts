import type { Command } from 'commander';
import type { Cluster } from '../cluster/cluster';
import type { StatusReport } from '../status/report';
import type { NamedTask } from '../status/task-name';
import {
  addClusterOptions,
  type ClusterOptions,
  loopPlaceOf,
  parseTask,
  shownFlags,
  withLoopOf,
} from './cluster-options';
import type { AddCommand, CliContext } from './context';
import { reportError, reportUnread } from './errors';
import { EXIT_CODE } from './exit-code';
import { repeat } from './repeat';

interface StatusOptions extends ClusterOptions {
  readonly task?: NamedTask;
  readonly all?: true;
  readonly watch?: true;
  readonly json?: true;
}

/** Seconds between two looks of `--watch`. */
const PAUSE = 5;

/** Adds `status`. */
export const addStatus: AddCommand = (program, context, leave) => {
  const command = program
    .command('status')
    .description('show the tasks of the loop on a cluster: what waits, since when, why, and what to do');
  addClusterOptions(command)
    .option(
      '--task <number>',
      'only this task, with all its comments and who has changed its state',
      parseTask,
    )
    .option('--all', 'also the tasks at rest: those with nothing left to do for two days or more')
    .option('--watch', `look every ${PAUSE} seconds, and show what has changed, until you press Ctrl-C`)
    .option('--json', 'a JSON document; with --watch, one in each line')
    .addHelpText('after', HELP)
    .action(async (given: StatusOptions, command: Command) => {
      const options = withLoopOf(given, given.task ? [given.task] : [], command);
      const cluster = await context.connect(options);
      leave(await (options.watch ? watch : once)(cluster, options, context));
    });
};

const HELP = `
Exit codes:
  0  nothing needs a person
  1  something needs a person: it stays as it is until somebody does something
  2  wrong usage, or no such task
  3  the cluster could not be asked
It only reads. It needs the right to list ConfigMaps; what else it may not read, it says on stderr.`;

async function once(
  cluster: Cluster,
  options: StatusOptions,
  { stdout, stderr }: CliContext,
): Promise<number> {
  const report = await read(cluster, options);
  if (lacksTask(report, options, stderr)) return EXIT_CODE.usage;
  stdout.write(show(report, options, '  '));
  reportUnread(report.unread, stderr);
  return codeOf(report);
}

/** Whether the task that was named is not there. It is said then. */
function lacksTask(
  { tasks, loop }: StatusReport,
  { task, namespace }: StatusOptions,
  stderr: CliContext['stderr'],
): boolean {
  if (task === undefined || tasks.length > 0) return false;
  stderr.write(`Task ${task.task} of loop ${loop} has no state in namespace ${namespace}\n`);
  return true;
}

function codeOf({ needsPerson }: StatusReport): number {
  return needsPerson ? EXIT_CODE.findings : EXIT_CODE.fine;
}

function read(cluster: Cluster, options: StatusOptions): Promise<StatusReport> {
  const { readStatus } = require('../status/read') as typeof import('../status/read');
  const { all = false } = options;
  const task = options.task?.task;
  return readStatus(cluster, loopPlaceOf(options), {
    all,
    now: Date.now(),
    ...(task !== undefined && { task }),
  });
}

function show(report: StatusReport, options: StatusOptions, indent: string): string {
  if (options.json) return `${JSON.stringify(report, undefined, indent)}\n`;
  const { renderStatus } = require('../status/render') as typeof import('../status/render');
  return renderStatus(report, shownFlags(options), options.task?.task);
}

/**
 * Looks until the program is ended, or nobody reads what it prints any more. An API server that does not answer is told, and
 * asked again.
 */
async function watch(cluster: Cluster, options: StatusOptions, context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  const isScreen = stdout.isTTY === true && options.json !== true;
  let code: number = EXIT_CODE.fine;
  let seen = '';
  await repeat(PAUSE, stdout, async () => {
    try {
      const report = await read(cluster, options);
      // A task whose state is deleted later may come back.
      if (seen === '' && lacksTask(report, options, stderr)) {
        code = EXIT_CODE.usage;
        return false;
      }
      code = codeOf(report);
      const now = JSON.stringify({ ...report, at: undefined });
      // On a screen also the ages change.
      if (now !== seen || isScreen) {
        if (isScreen) stdout.write(CLEAR);
        else if (seen !== '' && options.json !== true) stdout.write('\n');
        stdout.write(show(report, options, ''));
        if (now !== seen) reportUnread(report.unread, stderr);
      }
      seen = now;
    } catch (error) {
      code = reportError(error, stderr);
    }
    return seen !== '';
  });
  return code;
}

/** Clears a terminal and goes to its first line. */
const CLEAR = '\u001b[2J\u001b[H';
