import type { ManifestFile } from '../manifests/manifest-file';
import type { FileFinding } from './file-finding';

/**
 * The findings in the order of the files and of their places, one for each cause: one text is wrong for one reason, even if several rules find
 * something about it, or if an alias makes it stand in several places.
 */
export function collapse(findings: readonly FileFinding[], files: readonly ManifestFile[]): FileFinding[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const sorted = [...findings].sort(
    (a, b) =>
      (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) ||
      a.start.line - b.start.line ||
      a.start.column - b.start.column ||
      Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  const merged = withMissingFields(sorted);
  const told = new Map<unknown, Set<string>>();
  return merged.filter((found) => {
    const keys = told.get(found.file) ?? new Set();
    told.set(found.file, keys);
    const key = causeOf(found);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

function causeOf({ start, node, rule, message, field }: FileFinding): string {
  const place = `${start.line}:${start.column}`;
  // Beside a key, there may be several things missing.
  const isText = node?.kind === 'scalar' && node.start >= 0 && field === undefined;
  return isText ? place : `${place} ${rule} ${message}`;
}

const MISSING = /^missing field (".*")$/;

/** One finding for all fields that an object lacks. */
function withMissingFields(findings: readonly FileFinding[]): FileFinding[] {
  const lacking = new Map<string, FileFinding[]>();
  const keyOf = ({ file, start, given, path, rule, message, help }: FileFinding) =>
    rule === 'schema' && help === undefined && MISSING.test(message)
      ? JSON.stringify([file.name, start, given?.['kind'], path])
      : undefined;
  for (const found of findings) {
    const key = keyOf(found);
    if (key !== undefined) lacking.set(key, [...(lacking.get(key) ?? []), found]);
  }
  return findings.flatMap((found) => {
    const group = lacking.get(keyOf(found) ?? '') ?? [found];
    if (group[0] !== found) return [];
    if (group.length === 1) return [found];
    const names = group.map(({ message }) => MISSING.exec(message)?.[1]);
    return [{ ...found, message: `missing fields ${names.slice(0, -1).join(', ')} and ${names.at(-1)}` }];
  });
}
