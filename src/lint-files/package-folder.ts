import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: that of its package.json. */
export function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** What package.json says of this package. */
export function packageJson(): { readonly version: string; readonly homepage: string } {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as ReturnType<
    typeof packageJson
  >;
}
