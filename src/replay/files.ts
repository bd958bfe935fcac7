import * as fs from 'node:fs';
import { ReplayInputError } from './errors';

/** The text of a file, or of the standard input for `-`. */
export function readText(file: string): string {
  return readFile(file).toString('utf8');
}

/** The bytes of a file, or of the standard input for `-`. */
export function readFile(file: string): Buffer {
  try {
    return fs.readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ReplayInputError(`There is no file ${file}`);
    if (code === 'EISDIR') throw new ReplayInputError(`${file} is a folder; expected a file`);
    throw error;
  }
}

/** What a file is called in an error. */
export function nameOfFile(file: string): string {
  return file === '-' ? 'the standard input' : file;
}
