import { readDocument, type YamlDocument } from '../manifests/document';
import type { ManifestFile } from '../manifests/manifest-file';
import type { YamlNode } from '../manifests/node';
import { plainValue } from '../manifests/scalar';
import { isJson } from '../manifests/split';
import type { FileFinding } from './file-finding';

/** A value to write in place of another one. */
interface Edit {
  readonly node: YamlNode;
  readonly value: string | number;
}

/** A file with the values that are right. */
export interface FixedFile {
  readonly file: ManifestFile;
  readonly text: string;
  /** How many values are changed. */
  readonly changes: number;
}

/** Whether `--fix` changes the value. What stands in several places, or is a block of lines, is left to a person. */
export function isFixable({ fix, node, isShared, file }: FileFinding): boolean {
  if (fix === undefined || node === undefined || isShared || node.start < 0) return false;
  if (fix === node.value || file.encoding === 'other' || node.kind !== 'scalar' || node.style === 'block')
    return false;
  if (typeof fix === 'number') return node.style === 'quoted';
  return true;
}

/** The text of a file in which every value is changed that has one right answer. Nothing else changes, not even a space. */
export function fixed(file: ManifestFile, findings: readonly FileFinding[]): FixedFile | undefined {
  const edits = findings
    .filter((found) => found.file === file && isFixable(found))
    .map(({ node, fix }): Edit => ({ node: node as YamlNode, value: fix as string | number }));
  const safe = file.documents.flatMap((document) => {
    const own = edits.filter(({ node }) => document.start <= node.start && node.end <= document.end);
    return own.length > 0 && isSafe(file.text, document, own) ? own : [];
  });
  if (safe.length === 0) return undefined;
  return { file, text: edited(file.text, safe), changes: safe.length };
}

/** Whether these values change, and no other one. */
function isSafe(text: string, { start, end, root }: YamlDocument, edits: readonly Edit[]): boolean {
  const changed = edited(text, edits);
  const after = readDocument(changed, { start, end: end + changed.length - text.length }, isJson(text));
  const values = new Map(edits.map(({ node, value }) => [node, value]));
  return root !== undefined && after.root !== undefined && isSameBut(root, after.root, values);
}

function isSameBut(one: YamlNode, other: YamlNode, values: ReadonlyMap<YamlNode, unknown>): boolean {
  if (one.kind !== other.kind) return false;
  if (one.target && other.target) return isSameBut(one.target, other.target, new Map());
  if (one.kind === 'scalar') {
    return Object.is(values.has(one) ? values.get(one) : one.value, other.value);
  }
  const [before, after] = [one, other].map(({ members, items }) => [
    ...[...(members ?? [])].map(([key, { node }]) => ({ key, node })),
    ...(items ?? []).map((node) => ({ key: '', node })),
  ]);
  return (
    before?.length === after?.length &&
    (before ?? []).every(({ key, node }, index) => {
      const match = after?.[index];
      return match !== undefined && match.key === key && isSameBut(node, match.node, values);
    })
  );
}

function edited(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => b.node.start - a.node.start);
  return ordered.reduce(
    (before, { node, value }) =>
      before.slice(0, node.start) + written(value, text.slice(node.start, node.end)) + before.slice(node.end),
    text,
  );
}

/** A value as it is written in place of another one: with the same quotes, if it can be. */
function written(value: string | number, before: string): string {
  if (typeof value === 'number') return String(value);
  const isPrintable = !/\p{Cc}/u.test(value);
  if (before.startsWith("'") && isPrintable) return `'${value.replaceAll("'", "''")}'`;
  const isPlain = before !== value && !/^["']/.test(before) && plainValue(value) === value;
  return isPlain && /^[\w/.^][\w/.^$@+-]*$/.test(value) ? value : JSON.stringify(value);
}
