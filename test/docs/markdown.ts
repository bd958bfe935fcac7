import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** The documents, by path from the root. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .sort(),
];

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The code blocks in these languages, in order. */
export function blocks(document: string, ...languages: readonly string[]): string[] {
  return [...document.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, language = '', code = '']) =>
    languages.includes(language) ? [code] : [],
  );
}

/** The document without its code blocks. */
export function prose(document: string): string {
  return document.replace(/^```.*?^```$/gms, '');
}

/** The cells of each row of every table, without the lines between head and body. */
export function rows(document: string): string[][] {
  return prose(document)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-:| ]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
