import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Fault } from './engine';

/** What the engine has said of texts, by a key for each: `null` for a text that it takes. */
export interface KeptAnswers {
  readonly get: (key: string) => Fault | null | undefined;
  readonly set: (key: string, answer: Fault | null) => void;
}

/** A larger file is not read, and the oldest answers are left out of one that would be larger. */
const MOST_BYTES = 1_000_000;

/**
 * Answers that outlive the process, because the engine takes a second to start. They are in `node_modules/.cache` of the
 * project in the working directory, if it has a `node_modules` that can be written to. A file that cannot be read, or
 * written, is as none.
 *
 * @param build what tells one build of the engine from another: each has a file
 */
export function keptAnswers(build: string): KeptAnswers {
  const file = fileOf(build);
  const known = new Map(file === undefined ? [] : read(file));
  const added = new Map<string, Fault | null>();
  const write = () => {
    if (file === undefined || added.size === 0) return;
    // Another process may have written meanwhile.
    save(file, new Map([...read(file), ...added]));
    added.clear();
  };
  return {
    get: (key) => known.get(key),
    set: (key, answer) => {
      known.set(key, answer);
      // Once for all answers of a check, when it is done.
      if (added.size === 0) setImmediate(write);
      added.set(key, answer);
    },
  };
}

function fileOf(build: string): string | undefined {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const modules = path.join(folder, 'node_modules');
    if (fs.existsSync(modules)) {
      return path.join(modules, '.cache', 'cdk8s-argo-events', `engine-${build}.json`);
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

function read(file: string): [string, Fault | null][] {
  try {
    if (fs.statSync(file).size > MOST_BYTES) return [];
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? Object.entries(content).filter(isAnswer) : [];
  } catch {
    return [];
  }
}

function isAnswer(entry: [string, unknown]): entry is [string, Fault | null] {
  const [, answer] = entry;
  if (answer === null) return true;
  const { message, line, column, near, known } = Object(answer) as Partial<Record<keyof Fault, unknown>>;
  const isOptional = (value: unknown, type: string) => value === undefined || typeof value === type;
  return (
    typeof message === 'string' &&
    isOptional(line, 'number') &&
    isOptional(column, 'number') &&
    isOptional(near, 'string') &&
    (known === undefined || (Array.isArray(known) && known.every((name) => typeof name === 'string')))
  );
}

function save(file: string, answers: ReadonlyMap<string, Fault | null>): void {
  const entries: string[] = [];
  let bytes = 2;
  for (const [key, answer] of [...answers].reverse()) {
    const entry = `${JSON.stringify(key)}:${JSON.stringify(answer)}`;
    bytes += Buffer.byteLength(entry) + 1;
    if (bytes > MOST_BYTES) break;
    entries.push(entry);
  }
  const temporary = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(temporary, `{${entries.reverse().join(',')}}`);
    // Whoever reads meanwhile sees the old file or the new one.
    fs.renameSync(temporary, file);
    removeOld(path.dirname(file));
  } catch {
    remove(temporary);
  }
}

function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // There is no such folder.
  }
}

const MONTH = 30 * 24 * 3600 * 1000;

/** Removes the files of builds that nobody has used for a month. */
function removeOld(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.startsWith('engine-') && Date.now() - fs.statSync(file).mtimeMs > MONTH) fs.rmSync(file);
  }
}
