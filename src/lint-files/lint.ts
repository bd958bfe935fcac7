import { CHECKS } from '../findings/checks';
import { describe, quote } from '../findings/words';
import { checkObject, checkSet, notRun } from '../lint/check';
import type { LintFinding } from '../lint/finding';
import { RULES } from '../lint/rules';
import type { FileResult, ManifestFile } from '../manifests/manifest-file';
import { collapse } from './collapse';
import { duplicates } from './duplicates';
import { Entries, type Entry, placeIn } from './entries';
import type { FileFinding } from './file-finding';
import { withoutIgnored } from './ignores';
import { isExternal, isForeign, isOurs, meantKind } from './ours';
import { problemsOf } from './problems';

/** What of a file was not looked at, and why. */
export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

/** What lint has found. */
export interface LintResult {
  /** The number of files that were read. */
  readonly files: number;
  /** The number of Sensors, EventSources and EventBuses in them. */
  readonly objects: number;
  readonly findings: readonly FileFinding[];
  readonly skipped: readonly Skipped[];
  /** The rules that did not run, because the engine is not built. */
  readonly notRun: readonly string[];
  /** What `--fix` has changed. */
  readonly fixed?: readonly FixedValues[];
}

/** How many values were changed in a file. */
export interface FixedValues {
  readonly file: string;
  readonly changes: number;
}

/** A file, and whether it was named itself, and not found in a folder. */
export interface GivenFile {
  readonly result: FileResult;
  readonly isNamed: boolean;
  readonly path: string;
}

// Here, the other object has a place.
const SET_RULES = RULES.filter(({ id }) => id !== 'duplicate-object');
const KNOWN_IDS = [...RULES.map(({ id }) => id), 'schema', 'yaml'];

/**
 * Checks the objects of files.
 *
 * @param isComplete whether there are no others: the files are all that is applied
 */
export function lintFiles(given: readonly GivenFile[], isComplete: boolean): LintResult {
  const files = given.flatMap(({ result, isNamed }) => ('text' in result ? [{ file: result, isNamed }] : []));
  const manifests = files.map(({ file }) => file);
  const problems = files.map(({ file, isNamed }) => ({ file, ...problemsOf(file, isNamed) }));
  const entries = new Entries(manifests);
  const ours = entries.all.filter(({ value }) => isOurs(value) && !isExternal(value));
  const known = entries.all.map(({ value }) => value).filter((object) => !isForeign(object));
  const objects = known.filter((object) => !isExternal(object));
  const externals = known.filter(isExternal);
  const found = [
    ...ours.flatMap(({ value }) => checkObject(value)).filter((finding) => !isStatus(finding)),
    ...(ours.length > 0 ? checkSet(objects, { externals, complete: isComplete, rules: SET_RULES }) : []),
  ];
  const findings = [
    ...problems.flatMap((one) => one.findings),
    ...found.map((finding) => entries.placed(finding)),
    ...duplicates(ours, isComplete),
    ...entries.all.flatMap(misspelledKind),
  ];
  const rules = { ids: KNOWN_IDS, isDecided: (id: string) => isComplete || !isSetRule(id) };
  return {
    files: files.length,
    objects: ours.length,
    findings: collapse(withoutIgnored(findings, manifests, entries.all, rules), manifests),
    skipped: skippedIn(given, problems),
    notRun: notRun().map(({ id }) => id),
  };
}

/** What the controller writes. It is in what `kubectl get -o yaml` prints, and the API server ignores it in what is applied. */
function isStatus({ path, field }: LintFinding): boolean {
  return path.length === 0 && field === 'status';
}

function misspelledKind(entry: Entry): FileFinding[] {
  const meant = meantKind(entry.value);
  if (meant === undefined) return [];
  const { kind } = entry.value;
  const message = `unknown kind ${describe(kind)}`;
  const help = `did you mean ${quote(meant)}?`;
  return [placeIn(entry, { rule: 'schema', severity: 'error', path: ['kind'], value: kind, message, help })];
}

function isSetRule(id: string): boolean {
  return RULES.some((rule) => rule.id === id && 'checkAll' in rule);
}

function skippedIn(
  given: readonly GivenFile[],
  problems: readonly { readonly file: ManifestFile; readonly skipped: readonly string[] }[],
): Skipped[] {
  const more = new Map(problems.map(({ file, skipped }) => [file as FileResult, skipped]));
  return given.flatMap(({ result }) =>
    [...result.skipped, ...(more.get(result) ?? [])].map((reason) => ({ file: result.name, reason })),
  );
}

/** The ids of all rules and checks that lint has, with what they find. */
export function listedRules(): {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
}[] {
  const checks = (['lint-ignore', 'schema', 'yaml'] as const).map((id) => ({
    id,
    severity: 'error',
    summary: CHECKS[id],
  }));
  const rules = RULES.map(({ id, severity, summary }) => ({ id, severity, summary }));
  return [...rules, ...checks].sort((a, b) => (a.id < b.id ? -1 : 1));
}
