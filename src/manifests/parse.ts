type Yaml = typeof import('js-yaml');

/** The events of a parser. */
export type Events = ReturnType<Yaml['parseEvents']>;

/** What a parser has read. */
export interface Parsed {
  readonly events: Events;
  /** The text that the offsets of the events are about. */
  readonly source: string;
  /** The offset in the text that was given. */
  readonly placeOf: (offset: number) => number;
}

/** Deeper than anything that a person writes, and less than what the stack takes. */
const DEEPEST = 500;
/** So many lines may begin further to the left than YAML allows. */
const MOST_LINES = 200;

/** A break between two lines of which one character is left. */
interface Joint {
  readonly at: number;
  readonly removed: number;
}

/**
 * Parses a text. Within brackets, braces and quotes, kubectl takes lines that begin anywhere, and js-yaml does not. So they
 * are joined with the line before.
 *
 * @throws YAMLException with the offset in the text
 */
export function parse(yaml: Yaml, text: string): Parsed {
  const joints: Joint[] = [];
  const placeOf = (offset: number) =>
    joints.reduceRight((place, { at, removed }) => (place > at ? place + removed : place), offset);
  let source = text;
  let first: unknown;
  for (;;) {
    try {
      return { events: yaml.parseEvents(source, { maxDepth: DEEPEST }), source, placeOf };
    } catch (error) {
      // The first error is about what the user wrote.
      first ??= error;
      const joint = joints.length < MOST_LINES ? jointBefore(yaml, source, error) : undefined;
      if (joint === undefined) throw first;
      joints.push(joint);
      source = `${source.slice(0, joint.at)} ${source.slice(joint.at + joint.removed + 1)}`;
    }
  }
}

function jointBefore(yaml: Yaml, source: string, error: unknown): Joint | undefined {
  if (!(error instanceof yaml.YAMLException) || error.reason !== 'deficient indentation') return undefined;
  const end = error.mark?.position ?? 0;
  // A comment on the line before has no quotes: they would be those of a text.
  const [between] = /(?:[ \t]#[^\n"']*)?[ \t]*\r?\n[ \t]*$/.exec(source.slice(0, end)) ?? [];
  if (between === undefined || end >= source.length) return undefined;
  return { at: end - between.length, removed: between.length - 1 };
}
