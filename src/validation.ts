/** One thing that is wrong, and where. */
export interface Finding {
  /** Where it is: the path of a construct, or of a field in an object. */
  readonly path: string;
  /** What is wrong, the value, what is allowed: one sentence, as {@link finding} words it. */
  readonly message: string;
  /** The id of the rule that found it; left out when the check has none. */
  readonly rule?: string;
}

/** What has been found wrong, all of it at once. Its message is one line for each finding. */
export class ValidationError extends Error {
  /** What tells it from other errors. */
  override readonly name = 'ValidationError';
  /** What is wrong, in the order in which it was found. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(toLine).join('\n'));
    this.findings = findings;
  }
}

/** The type of a construct's metadata that holds a warning: what is risky, but no reason to refuse the app. */
export const WARNING = 'cdk8s-argo-events:warning';

/** What a value may be: in words, or every value that is allowed; of an empty list, none. */
export type Allowed = string | readonly (string | number | boolean)[];

/**
 * A finding in the wording that all of them share: `Comparator is not known: "~", allowed: "=" or "!="`.
 *
 * @param path where it is
 * @param what what is wrong: sentence case, no final period, no contraction
 * @param value the value that is wrong; printed as JSON, cut when long
 * @param allowed what to write instead; nothing is said of it when left out
 * @param rule the id of the rule that found it
 */
export function finding(
  path: string,
  what: string,
  value: unknown,
  allowed?: Allowed,
  rule?: string,
): Finding {
  const hint =
    allowed === undefined ? '' : `, allowed: ${typeof allowed === 'string' ? allowed : list(allowed)}`;
  return { path, message: `${what}: ${quote(value)}${hint}`, ...(rule !== undefined && { rule }) };
}

/** A finding for a name that is not known, with the one that was probably meant, else with every name that is. */
export function unknownName(path: string, what: string, name: string, known: readonly string[]): Finding {
  const meant = nearest(name, known);
  if (meant === undefined) return finding(path, what, name, known);
  return { path, message: `${what}: ${quote(name)}, did you mean ${quote(meant)}?` };
}

/**
 * A finding for each field of an object that is not known.
 *
 * @param path where the object is
 * @param name what it is called there
 * @param known the names of its fields
 * @param allowed the names to give as help; those of its fields when left out
 */
export function unknownFields(
  path: string,
  name: string,
  value: object,
  known: readonly string[],
  allowed = known,
): Finding[] {
  return Object.keys(value)
    .filter((field) => !known.includes(field))
    .map((field) => unknownName(path, `${name} has an unknown field`, field, allowed));
}

/** A finding for a field that an object has to have, with the path and the name of the object. */
export function lacksField(path: string, name: string, field: string): Finding {
  return { path, message: `${name} lacks a field: ${quote(field)}` };
}

/**
 * Refuses one value; takes what {@link finding} takes.
 *
 * @throws ValidationError always, with that one finding
 */
export function reject(...wording: Parameters<typeof finding>): never {
  throw new ValidationError([finding(...wording)]);
}

/** A finding as one line: `[path] message`, then the rule in brackets when there is one. */
export function toLine({ path, message, rule }: Finding): string {
  const line = `[${path}] ${message}${rule === undefined ? '' : ` [${rule}]`}`;
  return line.replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ');
}

const LONGEST = 80;

/** A value as it stands in a message: JSON where it has one, cut to about 80 characters. */
export function quote(value: unknown): string {
  const text = json(value);
  if (text.length <= LONGEST) return text;
  // A cut through a surrogate pair would leave half a character.
  const start = text.slice(0, LONGEST - 2).replace(/[\ud800-\udbff]$/, '');
  return text.startsWith('"') ? `${start}…"` : `${start}…`;
}

function json(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  // JSON would print these as null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A bigint, or an object that contains itself.
    return typeof value === 'object' ? 'an object' : String(value);
  }
}

function list(values: readonly (string | number | boolean)[]): string {
  const quoted = values.map(quote);
  return quoted.length < 2 ? (quoted[0] ?? 'none') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** The name that differs from another one by a slip: by case, or by a letter in four. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, edits: editsBetween(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(name.length / 4)) ? best.one : undefined;
}

/** How many letters have to be put in, left out or replaced (Levenshtein's distance). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, otherLetter] of [...other].entries()) {
      const replaced = (row[at] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
