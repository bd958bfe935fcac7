import { quote } from '../findings/words';
import { keysOf } from './paths';
import { anchored, type Word } from './wide-pattern';

/** What a pattern asks for only a part of, and what to write. */
export interface PartOfName {
  readonly what: 'logins' | 'repositories' | 'branches';
  readonly help: string;
}

/**
 * Whether a path leads to a name that is whole in itself, and a pattern that is not anchored asks for a part of it: a login, a
 * repository or a branch. Of the last two, a pattern with one anchor is meant as it is.
 *
 * @param words the texts of the pattern, if it is made of texts
 */
export function partOfName(path: string, words: readonly Word[] | undefined): PartOfName | undefined {
  const keys = keysOf(path);
  const last = keys.at(-1) ?? '';
  // `login` in GitHub and most others, `username` in GitLab.
  if (/(?:^|_)(?:login|username)$/.test(last)) {
    const help = words ? `write ${quote(anchored(words))}` : 'write ^ in front and $ at the end';
    return { what: 'logins', help };
  }
  if (words === undefined || words.some(({ isStart, isEnd }) => isStart || isEnd)) return undefined;
  const isRepository =
    /^(?:full_name|path_with_namespace)$/.test(last) ||
    (last === 'name' && /^(?:repository|repo)$/.test(keys.at(-2) ?? ''));
  if (isRepository) return { what: 'repositories', help: `write ${quote(beginning(words))}` };
  if (!/(?:^|_)(?:ref|branch)$/.test(last) || words.every(isWholeStart)) return undefined;
  const isBare = words.every(({ text }) => !text.startsWith('refs/'));
  const [{ pattern } = { pattern: '' }] = words;
  const help =
    path === 'body.ref' && isBare
      ? `a push has the whole ref: write ${quote(`^refs/heads/${pattern}${isPrefix(pattern) ? '' : '$'}`)}`
      : `write ${quote(beginning(words))}`;
  return { what: 'branches', help };
}

/** The pattern of names that are one of the texts, or begin with it if it ends like a part of a name. */
function beginning(words: readonly Word[]): string {
  const [only] = words;
  return words.length === 1 && only && isPrefix(only.text) ? `^${only.pattern}` : anchored(words);
}

const isPrefix = (text: string) => /[/_.-]$/.test(text);

/** A ref can begin nowhere else. One that ends like a part, or with the letter of a version, asks for all that begin so. */
function isWholeStart({ text }: Word): boolean {
  return text.startsWith('refs/') && (isPrefix(text) || /^refs\/tags\/.*\D$/.test(text));
}
