type Yaml = typeof import('js-yaml');

/** The events of a parser. */
export type ParserEvents = ReturnType<Yaml['parseEvents']>;

/** What a parser has read. */
export interface Parsed {
  readonly events: ParserEvents;
  /** The text that the offsets of the events are about. */
  readonly source: string;
  /** The offset in the text that was given. */
  readonly placeOf: (offset: number) => number;
}

/** Deeper than anything that a person writes, and less than what the stack takes. */
const DEEPEST = 500;
/** So many lines may have a tab, or begin further to the left than YAML allows. */
const MOST_TRIES = 200;

/**
 * Parses a text. Within brackets, braces and quotes, kubectl takes lines that begin anywhere, and js-yaml does not. So they
 * are indented: there, it makes no difference how far.
 *
 * @throws YAMLException with the offset in the text
 */
export function parse(yaml: Yaml, text: string): Parsed {
  const indented: number[] = [];
  let indent = '';
  let source = text;
  let first: unknown;
  const placeOf = (offset: number) =>
    indented.reduceRight((place, at) => (place > at ? Math.max(at, place - indent.length) : place), offset);
  for (let tries = 0; ; tries++) {
    try {
      return { events: yaml.parseEvents(source, { maxDepth: DEEPEST }), source, placeOf };
    } catch (error) {
      // The first error is about what the user wrote.
      first ??= error;
      const at = tries < MOST_TRIES ? lineToIndent(yaml, source, error) : undefined;
      if (at === undefined || indented.includes(at)) throw first;
      const withSpaces = withoutTabsBefore(source, at);
      if (withSpaces !== source) {
        source = withSpaces;
        continue;
      }
      indent ||= deepestIndent(text);
      indented.push(at);
      source = source.slice(0, at) + indent + source.slice(at);
    }
  }
}

/** The offset of the first character of a line that is not far enough to the right. */
function lineToIndent(yaml: Yaml, source: string, error: unknown): number | undefined {
  if (!(error instanceof yaml.YAMLException) || error.reason !== 'deficient indentation') return undefined;
  const at = error.mark?.position ?? source.length;
  return at < source.length ? at : undefined;
}

/** More than any line has. */
function deepestIndent(text: string): string {
  return (text.match(/^ +/gm) ?? []).reduce(
    (deepest, one) => (one.length >= deepest.length ? `${one} ` : deepest),
    ' ',
  );
}

/** The text with spaces for the tabs of a line before a place: in brackets and braces, kubectl takes them for spaces. */
function withoutTabsBefore(source: string, at: number): string {
  const start = source.lastIndexOf('\n', at - 1) + 1;
  const line = source.slice(start, at);
  const spaced = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|\t/g, (token) => (token === '\t' ? ' ' : token));
  return source.slice(0, start) + spaced + source.slice(at);
}
