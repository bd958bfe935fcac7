import { quote } from '../findings/words';
import { ReplayInputError } from './errors';

/**
 * The value of a JSON text.
 *
 * @param name what the text is called in an error
 * @throws ReplayInputError with line and column if it is none
 */
export function readJson(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new ReplayInputError(`${name} is empty; expected JSON`);
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ReplayInputError(`${name}${placeOf(json, String(error))}: this is no JSON${hintOf(json)}`);
  }
}

/** The line and column that an error of Node names, in one of its two forms. */
function placeOf(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  // Without a position, the text ends too early.
  const before = text.slice(0, position === undefined ? text.trimEnd().length : Number(position)).split('\n');
  return `:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function hintOf(text: string): string {
  const first = text.trimStart().slice(0, 1);
  if (/[[{"\d-]/.test(first) || /^(?:true|false|null)\b/.test(text.trimStart())) return '';
  return /^(?:[\w%]+=)/.test(text.trimStart())
    ? '; it looks like a form. Give the JSON in it, or what the event source publishes'
    : `, which begins with {, not with ${quote(first)}`;
}
