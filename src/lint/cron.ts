import { quote } from '../findings/words';

/** A part of a schedule: its name, its bounds, and the words that stand for numbers. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of the month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', min: 0, max: 6, words: 'sun mon tue wed thu fri sat'.split(' ') },
];

/** What the engine's parser makes of a field: its values, whether it is any value, or why it refuses it. */
interface Values {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
}

/** A schedule that can be read, and whose time never comes. */
export const NEVER = Symbol('never');

/**
 * Why the engine refuses a schedule of five fields, as robfig/cron reads it with the engine's options (resolveSchedule in
 * pkg/eventsources/sources/calendar/start.go, validateTriggerTemplate in pkg/reconciler/sensor/validate.go); undefined if
 * its time comes. A time zone in front is not looked at.
 */
export function scheduleFault(schedule: string): string | typeof NEVER | undefined {
  const texts = schedule
    .replace(/^(?:CRON_)?TZ=\S*\s/, '')
    .trim()
    .split(/\s+/);
  // The schema asks for five fields.
  if (texts.length !== FIELDS.length) return undefined;
  const fields: Values[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = valuesOf(texts[index] ?? '', field);
    if (typeof values === 'string') return values;
    fields.push(values);
  }
  return comes(fields) ? undefined : NEVER;
}

function valuesOf(text: string, field: Field): Values | string {
  const values = new Set<number>();
  let isAny = false;
  for (const range of text.split(',').filter((one) => one !== '')) {
    const read = rangeOf(range, field);
    if (typeof read === 'string') return read;
    const [start, end, step, any] = read;
    for (let value = start; value <= end; value += step) values.add(value);
    isAny ||= any;
  }
  return { values, isAny };
}

/** A range as getRange of robfig/cron reads it: what follows a star and a hyphen does not count. */
function rangeOf(text: string, field: Field): [number, number, number, boolean] | string {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...more] = range.split('-');
  const isStar = low === '*' || low === '?';
  const wrong = `${quote(text)} is no ${field.name}`;
  const bounds = `${wrong}, which is from ${field.min} to ${field.max}`;
  const start = isStar ? field.min : numberOf(low, field);
  let end = isStar ? field.max : high === undefined ? start : numberOf(high, field);
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (start === undefined || end === undefined) return bounds;
  if (step === undefined || step === 0 || moreSteps.length > 0 || (!isStar && more.length > 0)) return wrong;
  // 5/15 is short for 5-59/15.
  if (stepText !== undefined && high === undefined) end = field.max;
  if (start < field.min || end > field.max) return bounds;
  if (start > end) return `${quote(text)} ends before it begins`;
  return [start, end, step, isStar && step === 1];
}

function numberOf(text: string, { words, min }: Field): number | undefined {
  const index = words.indexOf(text.toLowerCase());
  return index < 0 ? wholeNumber(text) : index + min;
}

function wholeNumber(text: string): number | undefined {
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

/** Whether there is a day with such a time. If both days are restricted, one of them is enough (dayMatches of robfig/cron). */
function comes([minute, hour, day, month, weekday]: readonly Values[]): boolean {
  if (!minute || !hour || !day || !month || !weekday) return true;
  if (minute.values.size === 0 || hour.values.size === 0 || month.values.size === 0) return false;
  const isDayOfMonth = [...month.values].some((one) => Math.min(...day.values) <= (DAYS[one - 1] ?? 31));
  const isDayOfWeek = weekday.values.size > 0;
  return day.isAny || weekday.isAny ? isDayOfMonth && isDayOfWeek : isDayOfMonth || isDayOfWeek;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
