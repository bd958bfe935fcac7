import * as fs from 'node:fs';
import * as path from 'node:path';
import { type ExistingFile, findLeftovers, inspectFile, OutputError } from './disk';

/** The change of one file. */
export interface FileChange {
  readonly action: 'created' | 'updated' | 'removed' | 'unchanged';
  /** The path in the output directory, with slashes. */
  readonly path: string;
  /** The text on disk; empty for a new file. */
  readonly before: string;
  /** The rendered text; empty for a file to be removed. */
  readonly after: string;
}

/** What {@link applyPlan} will do. */
export interface WritePlan {
  /** The absolute path of the output directory. */
  readonly out: string;
  /** All files that are rendered or removed, sorted by path. */
  readonly changes: readonly FileChange[];
}

/**
 * Compares the rendered files with a directory. It writes nothing. A file that synth wrote before and that is no longer
 * rendered will be removed; the first line of a file tells that synth wrote it. Other files stay.
 *
 * @param outDir the path of the directory, absolute or relative to the working directory; it need not exist
 * @param files the text of each file by its relative path, from renderTree
 * @throws OutputError with each file that cannot be written: synth did not write the existing one, it is a symbolic
 * link or a directory; or the output directory is a file
 */
export function planWrites(outDir: string, files: ReadonlyMap<string, string>): WritePlan {
  const out = path.resolve(outDir);
  if (fs.statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new OutputError([`Output directory is no directory: ${outDir}`]);
  }
  const refusals = findFileFolderClashes(files);
  const changes: FileChange[] = [];
  const folders = new Set<string>();
  for (const [file, after] of files) {
    const existing = inspectFile(out, file, folders);
    if ('refusal' in existing) refusals.push(existing.refusal);
    else changes.push({ action: actionFor(existing, after), path: file, before: existing.text ?? '', after });
  }
  for (const [file, before] of findLeftovers(out, files)) {
    changes.push({ action: 'removed', path: file, before, after: '' });
  }
  if (refusals.length > 0) throw new OutputError(refusals);
  return { out, changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

// One path cannot be both a file and a folder. Without this check, writing would fail half way.
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
 * Carries out a plan. It first writes all new files to a temporary folder, and then renames them. So after an error
 * such as a full disk, the old tree is unchanged.
 */
export function applyPlan({ out, changes }: WritePlan): void {
  const writes = changes.filter(({ action }) => action === 'created' || action === 'updated');
  if (writes.length > 0) {
    fs.mkdirSync(out, { recursive: true });
    // In the output directory, because a rename has to stay on one file system.
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
