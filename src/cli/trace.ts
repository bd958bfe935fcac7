import { InvalidArgumentError } from 'commander';
import type { TraceReport } from '../trace/report';
import { parseSubject, type Subject } from '../trace/subject';
import { addClusterOptions, type ClusterOptions, loopPlaceOf } from './cluster-options';
import type { AddCommand, CliContext } from './context';
import { reportUnread } from './errors';
import { EXIT_CODE } from './exit-code';

interface TraceCommandOptions extends ClusterOptions {
  readonly json?: true;
}

/** Adds `trace`. */
export const addTrace: AddCommand = (program, context, leave) => {
  const command = program
    .command('trace')
    .description(
      'show all that came of a comment on GitHub: keys, CodeRun, Jobs, Events, lines in logs; or of which comment a CodeRun came',
    )
    .argument('<subject>', 'the id or the address of the comment, or the name of a CodeRun', (value) => {
      const subject = parseSubject(value);
      if (subject === undefined)
        throw new InvalidArgumentError(
          'The id or the address of a comment, or the name of a CodeRun is needed.',
        );
      return subject;
    });
  addClusterOptions(command)
    .option('--json', 'a JSON document')
    .addHelpText('after', HELP)
    .action(async (subject: Subject, options: TraceCommandOptions) => {
      leave(await show(subject, options, context));
    });
};

const HELP = `
Environment:
  GITHUB_API_URL  the API of another GitHub than github.com, such as https://github.example.com/api/v3

Exit codes:
  0  something was found
  1  nothing was found
  2  wrong usage
  3  the cluster could not be asked
It only reads.`;

async function show(
  { comment, loop }: Subject,
  { json, ...options }: TraceCommandOptions,
  { connect, stdout, stderr }: CliContext,
): Promise<number> {
  const { trace } = require('../trace/gather') as typeof import('../trace/gather');
  const { renderTrace } = require('../trace/render') as typeof import('../trace/render');
  const place = loopPlaceOf(options);
  const chosen = { ...place, loop: place.loop ?? loop };
  const report = await trace(await connect(options), chosen, comment, {
    github: githubOf(process.env['GITHUB_API_URL']),
  });
  stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : renderTrace(report));
  reportUnread(report.unread, stderr);
  return isFound(report) ? EXIT_CODE.fine : EXIT_CODE.findings;
}

function isFound({ states, objects, events, lines }: TraceReport): boolean {
  return [states, objects, events, lines].some(({ length }) => length > 0);
}

/** The address for people of the GitHub that has this API. */
function githubOf(apiUrl: string | undefined): string {
  if (!apiUrl) return 'https://github.com';
  return apiUrl
    .replace(/\/+$/, '')
    .replace(/\/api\/v3$/, '')
    .replace('://api.', '://');
}
