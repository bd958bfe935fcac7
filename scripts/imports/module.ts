import { execFileSync } from 'node:child_process';

/** A version of a Go module. */
export interface GoModule {
  readonly module: string;
  readonly version: string;
}

/**
 * The folder of a module in Go's module cache, where the checksum database vouches for it. The module is downloaded when it
 * is not there.
 *
 * @throws Error when Go is missing or cannot get the module
 */
export function moduleFolder({ module, version }: GoModule): string {
  const name = `${module}@${version}`;
  let output: string;
  try {
    output = execFileSync('go', ['mod', 'download', '-json', name], { encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`"go mod download ${name}" failed: Go is needed to read what the types are made of`, {
      cause,
    });
  }
  const { Dir } = JSON.parse(output) as { Dir?: string };
  if (!Dir) throw new Error(`"go mod download ${name}" named no directory`);
  return Dir;
}
