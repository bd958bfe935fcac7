import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Every file and symbolic link below a directory by its relative path, and every empty folder, with a slash. */
export function contents(root: string, folder = ''): Record<string, string> {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  if (entries.length === 0 && folder !== '') return { [`${folder}/`]: '' };
  const found = entries.map((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return contents(root, name);
    const place = path.join(root, name);
    return {
      [name]: entry.isSymbolicLink() ? `-> ${fs.readlinkSync(place)}` : fs.readFileSync(place, 'utf8'),
    };
  });
  return Object.assign({}, ...found) as Record<string, string>;
}

/** Writes files by their relative paths. */
export function fill(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
}

/** Makes a new directory for each test and removes it afterwards. */
export function temporaryDirectory(): () => string {
  let directory = '';
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-test-'));
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });
  return () => directory;
}
