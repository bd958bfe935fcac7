import type { ObjectName } from '../findings/finding';
import { objectText } from '../findings/line';
import { type Effect, type ImpactReport, type Statement, SUBJECTS, type Subject } from './report';

/** The title of each section. */
export const TITLES: Readonly<Record<Subject, string>> = {
  events: 'Events on the bus',
  buses: 'Buses',
  addresses: 'Addresses',
  objects: 'Objects that stay behind or are pruned',
  rights: 'Rights',
  policies: 'Admission policies',
  load: 'Pods and calls',
  waiting: 'The longest that one event may hold up others',
};

/** What an effect is called. */
export const EFFECTS: Readonly<Record<Effect, string>> = { lost: 'LOST', late: 'late', note: '-' };

/** The report for a terminal. */
export function toText(report: Omit<ImpactReport, 'exitCode'>): string {
  const sections = sectionsOf(report).map(({ title, statements }) => [
    title,
    ...statements.flatMap(linesOf),
    '',
  ]);
  return `${[...sections.flat(), summaryOf(report)].join('\n')}\n`;
}

/** The sections that have something to say. */
export function sectionsOf({ statements }: Pick<ImpactReport, 'statements'>): {
  readonly title: string;
  readonly statements: readonly Statement[];
}[] {
  return SUBJECTS.map((subject) => ({
    title: TITLES[subject],
    statements: statements.filter(({ about }) => about === subject),
  })).filter((section) => section.statements.length > 0);
}

/** Of statements that follow one another, what to do is said once, and so is why. */
function linesOf(statement: Statement, index: number, all: readonly Statement[]): string[] {
  const { effect, objects, message, reason, help } = statement;
  const next = all[index + 1];
  return [
    `  ${EFFECTS[effect]} ${objectsText(objects)}: ${message}`,
    ...(help === undefined || next?.help === help ? [] : [`      do: ${help}`]),
    ...(next?.reason === reason ? [] : [`      why: ${reason}`]),
  ];
}

/** The names of objects; of many, the first ones. */
export function objectsText(objects: readonly ObjectName[]): string {
  const more = objects.length - MOST;
  const shown = (more > 1 ? objects.slice(0, MOST) : objects).map(objectText);
  return `${shown.join(', ')}${more > 1 ? ` and ${more} more` : ''}`;
}

const MOST = 5;

/** The last line: what the change comes to. */
export function summaryOf({
  statements,
  loses,
  accepted,
  before,
  after,
}: Omit<ImpactReport, 'exitCode'>): string {
  const objects = `${before} object${before === 1 ? '' : 's'} before, ${after} after`;
  if (statements.length === 0) return `${objects}: nothing to tell`;
  const counts = (['lost', 'late', 'note'] as const)
    .map((effect) => ({ effect, count: countOf(statements, effect) }))
    .filter(({ count }) => count > 0)
    .map(({ effect, count }) => `${count} ${effect === 'note' ? 'to know' : effect}`)
    .join(', ');
  if (!loses) return `${objects}: nothing is lost (${counts})`;
  if (accepted !== undefined) return `${objects}: something is lost (${counts}), accepted: ${accepted}`;
  return `${objects}: something is lost (${counts}). To accept it, say why: "Impact: accepted, <reason>"`;
}

function countOf(statements: readonly Statement[], effect: Effect): number {
  return statements.filter((one) => one.effect === effect).length;
}
