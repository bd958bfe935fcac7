/** One thing that is wrong, and its place. */
export interface Finding {
  /** The path of a construct, or of a field in an object. */
  readonly path: string;
  /** What is wrong, the value, and what is allowed, in one sentence. */
  readonly message: string;
  /**
   * The id of the lint rule that found it.
   *
   * @default none: another check found it
   */
  readonly rule?: string;
}

/** An error with all findings. Its message has a line for each. */
export class ValidationError extends Error {
  /** The name of this kind of error. */
  override readonly name = 'ValidationError';
  /** The findings, in the order in which they were found. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(toLine).join('\n'));
    this.findings = findings;
  }
}

/** The type of the construct metadata that holds a warning: something risky that does not refuse the app. */
export const WARNING = 'cdk8s-argo-events:warning';

/** What is allowed: in words, or as the list of all allowed values. */
export type Allowed = string | readonly (string | number | boolean)[];

/**
 * Makes a finding with the common wording: `Comparator is not known: "~", allowed: "=" or "!="`.
 *
 * @param path the path of a construct, or of a field in an object
 * @param what what is wrong: sentence case, no final period, no contraction
 * @param value the wrong value; the message has it as JSON, and shortens a long one
 * @param allowed what to write instead
 * @param rule the id of the lint rule
 */
export function finding(
  path: string,
  what: string,
  value: unknown,
  allowed?: Allowed,
  rule?: string,
): Finding {
  const hint =
    allowed === undefined ? '' : `, allowed: ${typeof allowed === 'string' ? allowed : joinAllowed(allowed)}`;
  return { path, message: `${what}: ${quote(value)}${hint}`, ...(rule !== undefined && { rule }) };
}

/** A finding for an unknown name. The message has the name that was probably meant, or else all known names. */
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
 * Throws one finding. The parameters are those of {@link finding}.
 *
 * @throws ValidationError always
 */
export function reject(...wording: Parameters<typeof finding>): never {
  throw new ValidationError([finding(...wording)]);
}

/**
 * A finding as one line: `[path] message`, and the id of the rule in brackets, if there is one.
 *
 * @example
 * ```ts
 * console.log(toLine({ path: 'shop/triage', message: 'Object has no name', rule: 'mine' }));
 * ```
 * ```yaml
 * [shop/triage] Object has no name [mine]
 * ```
 */
export function toLine({ path, message, rule }: Finding): string {
  const line = `[${path}] ${message}${rule === undefined ? '' : ` [${rule}]`}`;
  return line.replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ');
}

const MAX_LENGTH = 80;

/** A value for a message: as JSON if possible, in at most about 80 characters. */
export function quote(value: unknown): string {
  const text = toJsonText(value);
  if (text.length <= MAX_LENGTH) return text;
  // Removes half a surrogate pair at the cut.
  const start = text.slice(0, MAX_LENGTH - 2).replace(/[\ud800-\udbff]$/, '');
  return text.startsWith('"') ? `${start}…"` : `${start}…`;
}

function toJsonText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  // JSON.stringify would print them as null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A bigint, or an object that contains itself.
    return typeof value === 'object' ? 'an object' : String(value);
  }
}

function joinAllowed(values: readonly (string | number | boolean)[]): string {
  const quoted = values.map(quote);
  return quoted.length < 2 ? (quoted[0] ?? 'none') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** The known name that is nearly the same: other case, or one different letter in four. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, edits: editsBetween(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(name.length / 4)) ? best.one : undefined;
}

/** The number of letters to insert, remove or replace (Levenshtein distance). */
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
