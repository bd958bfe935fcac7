import { pathText } from '../findings/line';
import type { FileFinding } from './file-finding';

/** What is wrong, with the name of the part that it is about: `trigger "bill": unknown field "retry"`. */
export function messageOf(found: FileFinding): string {
  const { subject, path = [], message } = found;
  const about = [subject ?? (path.length === 0 ? ownerOf(found) : undefined), fieldOf(found)];
  const parts = about.filter((part) => part !== undefined);
  return parts.length === 0 ? message : `${parts.join(', ')}: ${message}`;
}

function ownerOf({ object }: FileFinding): string | undefined {
  if (!object?.kind) return undefined;
  return `${object.kind} ${object.name === '' ? 'without name' : JSON.stringify(object.name)}`;
}

/**
 * The field that a message is about, unless the line of the file shows it: one that is missing, or one of which the schema says
 * only what is wrong with the value.
 */
function fieldOf({ rule, field, path = [], missing = [], subject }: FileFinding): string | undefined {
  if (missing.length > 0) return pathText(missing);
  if (rule !== 'schema' || (field !== undefined && subject !== undefined)) return undefined;
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
