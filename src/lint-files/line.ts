import { pathText } from '../findings/line';
import type { FileFinding } from './file-finding';

/** What is wrong, with the name of the part that it is about: `trigger "bill": unknown field "retry"`. */
export function messageOf(found: FileFinding): string {
  const { subject, object, path = [], message } = found;
  const own = path.length === 0 && object?.kind ? `${object.kind} ${JSON.stringify(object.name)}` : undefined;
  const about = [subject ?? own, fieldOf(found)].filter((part) => part !== undefined);
  return about.length === 0 ? message : `${about.join(', ')}: ${message}`;
}

/** The field that a message of the schema is about: it says only what is wrong with the value. */
function fieldOf({ rule, field, path = [], subject }: FileFinding): string | undefined {
  if (rule !== 'schema' || field !== undefined) return undefined;
  // The subject is the item of a list in the spec.
  const keys = path.slice(subject === undefined ? 0 : 3);
  const last = keys.map((key) => typeof key).lastIndexOf('string');
  return last < 0 ? undefined : pathText(keys.slice(last));
}

/** A text on one line, without what would move the cursor or change colours: such characters become `\u{1b}`. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
