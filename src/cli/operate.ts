import type { Command } from 'commander';
import type { ActionName } from '../operate/actions';
import type { Outcome } from '../operate/run';
import { shellLines } from '../status/shell';
import type { NamedTask } from '../status/task-name';
import { count, safe } from '../status/text';
import {
  addClusterOptions,
  type ClusterOptions,
  loopPlaceOf,
  parseTask,
  shownFlags,
  withLoopOf,
} from './cluster-options';
import type { AddCommand, CliContext } from './context';
import { reportUnread } from './errors';
import { EXIT_CODE } from './exit-code';

interface OperateOptions extends ClusterOptions {
  readonly all?: true;
  readonly dryRun?: true;
}

const DESCRIPTION: Readonly<Record<ActionName, string>> = {
  stop: 'stop tasks: comments are still stored, none gets a run; a run that exists goes on',
  resume: 'resume tasks that were stopped',
  retry: 'have the loop look at tasks again that wait although nothing moves',
};
const ALL: Readonly<Record<ActionName, string>> = {
  stop: 'all tasks that go on; their status becomes "stopped"',
  resume: 'all tasks that stop --all has stopped',
  retry: 'all tasks that wait although nothing moves',
};

/** Adds `stop`, `resume` and `retry`. */
export const addOperate: AddCommand = (program, context, leave) => {
  for (const action of Object.keys(DESCRIPTION) as ActionName[]) {
    const command = program
      .command(action)
      .description(DESCRIPTION[action])
      .argument('[tasks...]', 'the numbers of the tasks', (value, before: readonly NamedTask[] = []) => [
        ...before,
        parseTask(value),
      ]);
    addClusterOptions(command)
      .option('--all', ALL[action])
      .option('--dry-run', 'change nothing; show the commands')
      .addHelpText('after', HELP)
      .action(async (tasks: readonly NamedTask[], options: OperateOptions, command: Command) => {
        if ((options.all === true) === tasks.length > 0) {
          command.error('error: the numbers of tasks are needed, or --all');
        }
        const numbers = [...new Set(tasks.map(({ task }) => task))];
        leave(await operate(action, numbers, withLoopOf(options, tasks, command), context));
      });
  }
};

const HELP = `
Each change is shown with the kubectl command that does the same.

Exit codes:
  0  done
  1  a task was left alone: stderr says why
  2  wrong usage
  3  the cluster could not be asked, or has refused it`;

async function operate(
  action: ActionName,
  tasks: readonly string[],
  options: OperateOptions,
  { connect, stdout, stderr }: CliContext,
): Promise<number> {
  const run = require('../operate/run') as typeof import('../operate/run');
  const { withFlags } = require('../status/render') as typeof import('../status/render');
  const flags = shownFlags(options);
  const outcomes: Outcome[] = [];
  const cluster = await connect(options);
  const chosen = options.all ? 'all' : tasks;
  const dryRun = options.dryRun === true;
  const tell = (outcome: Outcome) => {
    outcomes.push(outcome);
    if ('refused' in outcome) {
      stderr.write(`${safe(outcome.refused)}\n`);
      if (outcome.instead) stderr.write(shellLines(withFlags(outcome.instead, flags), '    '));
      return;
    }
    const done = `${dryRun ? 'would be' : 'is'} ${outcome.done}: ${outcome.effect(dryRun)}`;
    stdout.write(`Task ${outcome.task} ${done}\n`);
    for (const words of outcome.commands) stdout.write(shellLines(withFlags(words, flags), '    '));
  };
  const unread = (lines: readonly string[]) => reportUnread(lines, stderr);
  await run.operate(cluster, loopPlaceOf(options), action, chosen, dryRun, { unread, outcome: tell });
  if (options.all) stdout.write(closing(action, outcomes, options));
  return outcomes.some((outcome) => 'refused' in outcome) ? EXIT_CODE.findings : EXIT_CODE.fine;
}

function closing(action: ActionName, outcomes: readonly Outcome[], { dryRun }: OperateOptions): string {
  const done = outcomes.filter((outcome) => !('refused' in outcome)).length;
  const sum = `${count(done, 'task')} ${dryRun ? 'would be ' : ''}${WORD[action]}\n`;
  if (action !== 'stop') return sum;
  return `${sum}A task that has no state yet is not stopped: its first comment starts a run. To stop those too, stop the sensors.\n`;
}

const WORD: Readonly<Record<ActionName, string>> = {
  stop: 'stopped',
  resume: 'resumed',
  retry: 're-triggered',
};
