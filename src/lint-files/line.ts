import type { FileFinding } from './file-finding';

/** What is wrong, with the name of the part that it is about: `trigger "bill": unknown field "retry"`. */
export function messageOf({ subject, object, path, message }: FileFinding): string {
  const about =
    subject ??
    (path?.length === 0 && object?.kind ? `${object.kind} ${JSON.stringify(object.name)}` : undefined);
  return about === undefined ? message : `${about}: ${message}`;
}

/** A text on one line, without what would move the cursor or change colours: such characters become `\u{1b}`. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
