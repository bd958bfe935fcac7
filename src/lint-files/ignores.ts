import { docsOf } from '../findings/checks';
import type { Severity } from '../findings/finding';
import { unknownName } from '../findings/refuse';
import { joinAnd } from '../findings/words';
import { asObject, asString, valueAt } from '../lint/plain';
import type { ManifestFile } from '../manifests/manifest-file';
import { textsIn } from '../manifests/texts';
import { type Entry, placeIn } from './entries';
import { type FileFinding, placed, type Unplaced } from './file-finding';

/** An annotation that ignores a rule for a whole object: this prefix and the id of the rule. Its value is the reason. */
export const IGNORE_ANNOTATION = 'lint-ignore.cdk8s-argo-events/';

/** A place where findings of rules are not told. */
interface Ignore {
  readonly rules: ReadonlySet<string>;
  readonly hides: (found: FileFinding) => boolean;
  /** A finding at the ignore itself. */
  readonly finding: (found: Unplaced) => FileFinding;
}

/** What knows of rules for the ignores. */
export interface KnownRules {
  /** Every id. */
  readonly ids: readonly string[];
  /** Whether a rule would have found all that it can find. Otherwise an ignore of it may be useless today alone. */
  readonly isDecided: (id: string) => boolean;
}

/** The findings that are left, and what is wrong with the ignores. */
export function withoutIgnored(
  findings: readonly FileFinding[],
  files: readonly ManifestFile[],
  entries: readonly Entry[],
  known: KnownRules,
): FileFinding[] {
  const wrong: FileFinding[] = [];
  const ignores = [
    ...files.flatMap((file) => commentsIn(file, known, wrong)),
    ...entries.flatMap((entry) => annotationsOf(entry, known, wrong)),
  ];
  const used = new Map<Ignore, Set<string>>(ignores.map((ignore) => [ignore, new Set()]));
  const left = findings.filter((found) => {
    const hiding = ignores.filter(({ rules, hides }) => rules.has(found.rule) && hides(found));
    for (const ignore of hiding) used.get(ignore)?.add(found.rule);
    return hiding.length === 0;
  });
  const unused = ignores.flatMap(({ rules, finding }, index) => {
    const ids = [...rules].filter(
      (id) => !used.get(ignores[index] as Ignore)?.has(id) && known.isDecided(id),
    );
    return ids.length === 0
      ? []
      : [finding(problem('warning', `there is nothing to ignore for ${joinAnd(ids)}`, 'remove it'))];
  });
  return [...left, ...wrong, ...unused];
}

const EXPECTED = 'write # lint-ignore <rule>: <reason>';

/** The comments `# lint-ignore <rule>: <reason>`: on a line of its own for the next line, or behind the text of a line. */
function commentsIn(file: ManifestFile, known: KnownRules, wrong: FileFinding[]): Ignore[] {
  if (!file.text.includes('lint-ignore')) return [];
  const texts = file.documents.flatMap(({ root }) => (root ? textsIn(root) : []));
  return [...file.text.matchAll(/(?<=^|\s)#[ \t]*lint-ignore\b([^\r\n]*)/gm)].flatMap(
    ({ index, 0: all, 1: rest = '' }) => {
      if (texts.some(({ start, end }) => start <= index && index < end)) return [];
      const finding = (found: Unplaced) =>
        placed(file, { start: index, end: index + all.trimEnd().length }, found);
      const [, ids, reason] =
        /^[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?::[ \t]*(.*?))?[ \t]*$/.exec(rest) ?? [];
      if (ids === undefined) {
        wrong.push(finding(problem('error', 'an ignore names a rule', EXPECTED)));
        return [];
      }
      const line = lineFor(file, file.lines.at(index).line);
      const hides = (found: FileFinding) => found.file === file && found.start.line === line;
      return made(
        ids.split(',').map((id) => id.trim()),
        reason,
        { hides, finding },
        known,
        wrong,
      );
    },
  );
}

/** The line that a comment is about: its own, or the next one that is neither empty nor a comment. */
function lineFor({ lines }: ManifestFile, line: number): number {
  if (!/^\s*#/.test(lines.text(line))) return line;
  let next = line + 1;
  while (next < lines.count && /^\s*(?:#|$)/.test(lines.text(next))) next++;
  return next;
}

function annotationsOf(entry: Entry, known: KnownRules, wrong: FileFinding[]): Ignore[] {
  const annotations = asObject(valueAt(entry.value, 'metadata', 'annotations'));
  return Object.keys(annotations).flatMap((key) => {
    if (!key.startsWith(IGNORE_ANNOTATION)) return [];
    const hides = ({ given }: FileFinding) => given === entry.value;
    const path = ['metadata', 'annotations'];
    const finding = (found: Unplaced) => placeIn(entry, { ...found, path, field: key });
    const id = key.slice(IGNORE_ANNOTATION.length);
    return made([id], asString(annotations[key]), { hides, finding }, known, wrong);
  });
}

function made(
  ids: readonly string[],
  reason: string | undefined,
  { hides, finding }: Omit<Ignore, 'rules'>,
  known: KnownRules,
  wrong: FileFinding[],
): Ignore[] {
  for (const id of ids.filter((one) => !known.ids.includes(one))) {
    const { message, help } = unknownName('rule', id, known.ids);
    wrong.push(finding(problem('error', message, help ?? 'lint --list-rules shows all')));
  }
  if (!reason?.trim()) {
    wrong.push(finding(problem('error', `no reason to ignore ${joinAnd(ids)}`, 'write it after a colon')));
    return [];
  }
  return [{ rules: new Set(ids.filter((id) => known.ids.includes(id))), hides, finding }];
}

function problem(severity: Severity, message: string, help: string): Unplaced {
  return { rule: 'lint-ignore', severity, message, help, docs: docsOf('lint-ignore') };
}
