import { safe, table, WIDTH, wrap } from '../status/text';
import type { TracedLine, TraceReport } from './report';

/** A trace for people. */
export function renderTrace(report: TraceReport): string {
  const { comment, states, objects, events, lines, pods } = report;
  const addresses = [...new Set(states.flatMap(({ url }) => url ?? []))];
  const parts = [
    [`Comment ${comment}`, ...addresses].map((line) => `${safe(line)}\n`).join(''),
    states.length === 0
      ? 'No state has it: the task was reset, the janitor has deleted the state, or it was never stored.\n'
      : states.map(({ state, keys }) => table(['KEY', state], Object.entries(keys))).join('\n'),
    objects.length === 0
      ? 'No CodeRun and no Job of it is there. Kubernetes removes the Job 300 seconds after its end.\n'
      : table(
          ['CREATED', 'KIND', 'NAME', 'IS'],
          objects.map(({ created, kind, name, says }) => [created, kind, name, says]),
        ),
    events.length === 0
      ? 'No Event about it is left. The API server keeps them for an hour, unless told otherwise.\n'
      : table(
          ['TIME', 'EVENT', 'REASON', 'MESSAGE'],
          events.map(({ at, type, reason, message }) => [at, type, reason, message]),
        ),
    lines.length === 0
      ? `No line about it is in the logs of ${pods} pods. A log goes with its pod.\n`
      : logTable(lines),
  ];
  return parts.join('\n');
}

/** A line for each line of a log. What went wrong stands below, whole. */
function logTable(lines: readonly TracedLine[]): string {
  const rows = lines.map((line) => [line.at.slice(0, 23), line.level, whatOf(line), shortPod(line.pod)]);
  const [head = '', ...told] = table(['LOGGED', 'LEVEL', 'WHAT', 'POD'], rows).trimEnd().split('\n');
  return [head, ...told.flatMap((row, index) => [row, ...wholeMessage(lines[index])])]
    .map((row) => `${row}\n`)
    .join('');
}

function whatOf({ trigger, message, level }: TracedLine): string {
  if (trigger === '') return message.slice(0, 40);
  return message.startsWith('Successfully processed')
    ? `${trigger} done`
    : `${trigger}${level === 'info' ? '' : ' failed'}`;
}

function wholeMessage(line: TracedLine | undefined): string[] {
  if (line === undefined || line.level === 'info') return [];
  return wrap(safe(line.message), WIDTH - 4).map((part) => `    ${part}`);
}

/** What the controller of Argo Events and the Deployment add to the name says nothing, but for the pod's own end. */
function shortPod(pod: string): string {
  return pod.replace(/-(?:sensor|eventsource)-[a-z0-9]+-[a-z0-9]+-([a-z0-9]+)$/, '…$1');
}
