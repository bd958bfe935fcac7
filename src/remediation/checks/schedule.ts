interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  {
    least: 1,
    most: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { least: 0, most: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
];

/** The days of each month, in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What is allowed where {@link isSchedule} says no. */
export const SCHEDULE =
  'five fields of cron, such as "*/5 * * * *": minute 0-59, hour 0-23, day 1-31 that exists, month 1-12, weekday 0-6';

/**
 * Whether a CronJob runs at that schedule: five fields as robfig/cron v3 reads them, which the CronJob controller uses,
 * and a day that exists. In it, Sunday is 0 and not 7.
 */
export function isSchedule(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const texts = value.trim().split(/\s+/);
  const fields = FIELDS.map((field, index) => valuesOf(texts[index] ?? '', field));
  if (texts.length !== FIELDS.length || fields.some((values) => values === undefined)) return false;
  const [, , days = [], months = []] = fields;
  // With a day of the week, a day of the month need not come: either will do.
  const anyWeekday = (texts[4] ?? '').split(',').some((part) => /^[*?](\/0*1)?$/.test(part));
  return !anyWeekday || days.some((day) => months.some((month) => day <= (DAYS[month - 1] ?? 0)));
}

/** All that a field stands for; undefined when it is not valid. */
function valuesOf(text: string, field: Field): number[] | undefined {
  const parts = text.split(',').map((part) => valuesOfPart(part, field));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function valuesOfPart(text: string, field: Field): number[] | undefined {
  const match = /^(?:[*?]|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/.exec(text);
  if (!match) return undefined;
  const { from, to, step } = match.groups ?? {};
  const first = from === undefined ? field.least : numberOf(from, field);
  // A step makes an open range of a single value: 5/10 is 5-59/10.
  const open = from === undefined || (to === undefined && step !== undefined);
  const last = open ? field.most : numberOf(to ?? from, field);
  const every = Number(step ?? 1);
  const size = field.most - field.least + 1;
  if (first === undefined || last === undefined || first > last || every < 1 || every > size)
    return undefined;
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every);
}

function numberOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? least + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
