import * as fs from 'node:fs';
import * as path from 'node:path';
import { type ExistingFile, findOwnFiles, inspectFile, OutputError } from './disk';

/** What happens to one file. */
export interface FileChange {
  readonly action: 'created' | 'updated' | 'removed' | 'unchanged';
  /** Relative to the output directory, with slashes. */
  readonly path: string;
  /** What is on disk; empty for a file to be created. */
  readonly before: string;
  /** What is to be there; empty for a file to be removed. */
  readonly after: string;
}

/** What {@link applyPlan} would do. */
export interface WritePlan {
  /** The output directory, absolute. */
  readonly out: string;
  /** Every file that is rendered or to be removed, sorted by path. */
  readonly changes: readonly FileChange[];
}

/**
 * Compares rendered files with a directory, and writes nothing. Files that synth wrote before and that are no longer
 * rendered are to be removed; they are known by their first line, and every other file is left alone.
 *
 * @param outDir the directory, which need not exist; relative to the working directory unless absolute
 * @param files texts by relative path, as renderTree gives them
 * @throws OutputError naming every place that may not be written: a file that synth did not write, a symbolic link,
 * a directory where a file is to be, or an output directory that is a file
 */
export function planWrites(outDir: string, files: ReadonlyMap<string, string>): WritePlan {
  const out = path.resolve(outDir);
  if (fs.statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new OutputError([`Output directory is no directory: ${outDir}`]);
  }
  const refusals = findFileFolderClashes(files);
  const changes: FileChange[] = [];
  for (const [file, after] of files) {
    const existing = inspectFile(out, file);
    if ('refusal' in existing) refusals.push(existing.refusal);
    else changes.push({ action: actionFor(existing, after), path: file, before: existing.text ?? '', after });
  }
  for (const [file, before] of findOwnFiles(out)) {
    if (!files.has(file)) changes.push({ action: 'removed', path: file, before, after: '' });
  }
  if (refusals.length > 0) throw new OutputError(refusals);
  return { out, changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

// A file cannot be a folder of another one; found here, because the disk would say so only half way.
function findFileFolderClashes(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].flatMap((file) => {
    const names = file.split('/');
    const folders = names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
    return folders.filter((folder) => files.has(folder)).map((folder) => `${folder} is a file and a folder`);
  });
}

function actionFor({ text }: ExistingFile, after: string): FileChange['action'] {
  if (text === undefined) return 'created';
  return text === after ? 'unchanged' : 'updated';
}

/**
 * Does what a plan says. Every new text is written to a directory beside the tree first, and only when all of them
 * are on disk are they renamed into place; so a full disk, or a file where a folder
 * has to be made, leaves the old tree as it was.
 */
export function applyPlan({ out, changes }: WritePlan): void {
  const writes = changes.filter(({ action }) => action === 'created' || action === 'updated');
  if (writes.length > 0) {
    fs.mkdirSync(out, { recursive: true });
    // Inside the output directory: a rename has to stay within one file system.
    const staging = fs.mkdtempSync(path.join(out, '.synth-'));
    try {
      writes.forEach(({ after }, index) => {
        fs.writeFileSync(path.join(staging, String(index)), after, { flag: 'wx' });
      });
      for (const { path: file } of writes)
        fs.mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
      writes.forEach(({ path: file }, index) => {
        fs.renameSync(path.join(staging, String(index)), path.join(out, file));
      });
    } finally {
      fs.rmSync(staging, { recursive: true, force: true });
    }
  }
  for (const { path: file } of changes.filter(({ action }) => action === 'removed')) {
    fs.unlinkSync(path.join(out, file));
    removeEmptyFolders(out, path.dirname(file));
  }
}

function removeEmptyFolders(out: string, folder: string): void {
  for (let name = folder; name !== '.'; name = path.dirname(name)) {
    const directory = path.join(out, name);
    if (fs.readdirSync(directory).length > 0) return;
    fs.rmdirSync(directory);
  }
}
