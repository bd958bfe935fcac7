import type { FieldPath } from '../findings/finding';
import type { LintFinding } from '../lint/finding';
import type { LineColumn } from '../manifests/lines';
import type { ManifestFile } from '../manifests/manifest-file';
import type { TextRange, YamlNode } from '../manifests/node';

type Said = 'rule' | 'severity' | 'message';

/** A finding at a place of a file. */
export interface FileFinding extends Partial<Omit<LintFinding, Said>>, Pick<LintFinding, Said> {
  readonly file: ManifestFile;
  readonly start: LineColumn;
  /** The place after the last character. It is on the same line. */
  readonly end: LineColumn;
  /** The value that it is about, with its place. */
  readonly node?: YamlNode;
  /** The part of the path that leads to nothing. */
  readonly missing?: FieldPath;
  /** Whether the value stands elsewhere in the document too, by an alias or a merge key. */
  readonly isShared?: boolean;
}

/** What is known of a finding beside its place. */
export type Unplaced = Omit<FileFinding, 'file' | 'start' | 'end'>;

/** A finding at a place of a file. What is on several lines ends with the first one. */
export function placed(file: ManifestFile, { start, end }: TextRange, found: Unplaced): FileFinding {
  const { lines } = file;
  const from = lines.at(Math.max(0, start));
  const last = lines.startOf(from.line) + lines.text(from.line).length;
  const length = Math.max(1, Math.min(end, last) - start);
  return { ...found, file, start: from, end: { line: from.line, column: from.column + length } };
}
