import type { PlainObject } from '../lint/rule';
import type { FoundFile } from '../manifests/find-files';
import { problemsOf } from './problems';
import { readFiles } from './read-files';

/** The objects of files, and what could not be read. */
export interface ReadObjects {
  readonly objects: readonly PlainObject[];
  /** The files that could not be read, and the places that kubectl could not read, with the reason. */
  readonly unread: readonly string[];
  /** What is no object yet, such as a template of Helm, with the reason. */
  readonly skipped: readonly string[];
}

/** Reads the objects of files, each as kubectl does. */
export async function readObjects(
  found: readonly FoundFile[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<ReadObjects> {
  const { given, unread } = await readFiles(found, stdin);
  const files = given.flatMap(({ result, isNamed }) =>
    'text' in result ? [{ file: result, ...problemsOf(result, isNamed) }] : [],
  );
  return {
    objects: files.flatMap(({ file }) => file.objects.map(({ value }) => value)),
    unread: [
      ...unread,
      ...files.flatMap(({ findings }) =>
        findings
          .filter(({ severity }) => severity === 'error')
          .map(({ file, start, message }) => `${file.name}:${start.line}: ${message}`),
      ),
    ],
    skipped: [
      ...given.flatMap(({ result }) => result.skipped.map((reason) => `${result.name}: ${reason}`)),
      ...files.flatMap(({ file, skipped }) => skipped.map((reason) => `${file.name}: ${reason}`)),
    ],
  };
}
