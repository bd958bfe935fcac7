import { ComposeError, compose } from './compose';
import type { TextProblem, TextRange, YamlNode } from './node';
import { parse } from './parse';
import { plainReason } from './syntax';
import { misplacedTab } from './tabs';

/** A document of a file. */
export interface YamlDocument extends TextRange {
  /** Undefined if kubectl cannot read it. */
  readonly root?: YamlNode;
  readonly problems: readonly TextProblem[];
}

/**
 * Reads one document of a text, as kubectl does.
 *
 * @param isJson whether kubectl takes the whole file for JSON
 */
export function readDocument(text: string, range: TextRange, isJson: boolean): YamlDocument {
  // Loaded here, because other commands do not read files.
  const yaml = require('js-yaml') as typeof import('js-yaml');
  const start = text[range.start] === '\ufeff' ? range.start + 1 : range.start;
  const { end } = range;
  const written = text.slice(start, end);
  const problems: TextProblem[] = [];
  const refused = (problem: TextProblem) => ({ start, end, problems: [...problems, problem] });
  try {
    const parsed = parse(yaml, written);
    const { events } = parsed;
    if (isJson) checkJson(written, start);
    const next = events.findIndex(({ type }, index) => index > 0 && type === yaml.EVENT_ID.DOCUMENT);
    if (next > 0) problems.push(ignoredRest(written, start));
    const own = next > 0 ? events.slice(0, next) : events;
    const root = compose(yaml, parsed, own, start, problems);
    const tab = misplacedTab(written, start, root);
    if (tab !== undefined) return refused(tab);
    if (hasTooManyAliases(root)) {
      return refused({ start, end: start + 1, message: 'its aliases make it too large for kubectl to read' });
    }
    return { start, end, root, problems };
  } catch (error) {
    if (error instanceof ComposeError) return refused(error.problem);
    if (error instanceof RangeError) {
      return refused({ start, end: start + 1, message: 'nested too deep to be read' });
    }
    if (!(error instanceof yaml.YAMLException)) throw error;
    const at = Math.min(start + (error.mark?.position ?? 0), Math.max(start, end - 1));
    const { offset, ...words } = plainReason(error.reason, written, at - start);
    return refused({ start: start + offset, end: start + offset + 1, ...words });
  }
}

/** As the library of kubectl limits it (allowedAliasRatio of decode.go in go.yaml.in/yaml/v2). */
function hasTooManyAliases({ size, aliased }: YamlNode): boolean {
  if (aliased <= 100 || size <= 1000) return false;
  const [low, high] = [400_000, 4_000_000];
  const share = Math.min(1, Math.max(0, (size - low) / (high - low)));
  return aliased / size > 0.99 - 0.89 * share;
}

/** kubectl reads the first document of a text between two lines with `---`. */
function ignoredRest(source: string, start: number): TextProblem {
  const [end = '...'] = /^\.\.\.[^\n]*$/m.exec(source) ?? [];
  const at = start + Math.max(0, source.search(/^\.\.\./m));
  return {
    start: at,
    end: at + end.length,
    message: 'kubectl ignores what follows "..."',
    help: 'write "---" instead',
  };
}

function checkJson(source: string, start: number): void {
  try {
    JSON.parse(source);
  } catch (error) {
    const { message } = error as Error;
    const [, position] = /position (\d+)/.exec(message) ?? [];
    const comma = trailingComma(source);
    if (comma !== undefined) {
      throw new ComposeError({
        start: start + comma,
        end: start + comma + 1,
        message: 'a comma before a closing bracket',
        help: 'remove it: kubectl reads a file that begins with "{" as JSON',
      });
    }
    const at = start + Math.max(Number(position ?? 0), source.search(/\S|$/));
    throw new ComposeError({
      start: at,
      end: at + 1,
      message: `kubectl reads a file that begins with "{" as JSON, and this is none`,
      help: 'write JSON, or begin the file with "---"',
    });
  }
}

/** The first comma before a closing bracket; undefined if the text is no JSON without such commas either. */
function trailingComma(source: string): number | undefined {
  const found: number[] = [];
  const without = source.replace(
    /"(?:\\.|[^"\\])*"|,(\s*[}\]])/g,
    (token, rest: string | undefined, at: number) => {
      if (rest === undefined) return token;
      found.push(at);
      return rest;
    },
  );
  try {
    JSON.parse(without);
    return found[0];
  } catch {
    return undefined;
  }
}
