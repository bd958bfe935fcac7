import * as fs from 'node:fs';
import * as path from 'node:path';
import { toLine } from '../findings/line';
import type { Imported } from '../import/import-objects';
import type { AddCommand, CliContext } from './context';
import { EXIT_CODE } from './exit-code';

const HELP = `
Exit codes:
  0  done
  1  done, and synth refuses the program until the findings are gone
  2  wrong usage, no such file, or it has no object that can be imported
  3  the file could not be read or written

stdout has the program. stderr says what is kept in the engine's own form, and why.`;

/** Adds `import <file>`, with `--out`, `--force` and `--namespace`. */
export const addImport: AddCommand = (program, context, leave) => {
  program
    .command('import')
    .description('print the code of constructs that render the objects of a YAML file')
    .argument('<file>', 'a file of Sensors, EventSources and EventBuses; - is stdin')
    .option('-o, --out <file>', 'write the program to this file')
    .option('--force', 'overwrite the file', false)
    .option('-n, --namespace <name>', 'the namespace of objects that name none', 'argo-events')
    .addHelpText('after', HELP)
    .action((file: string, options: ImportCommandOptions) => {
      leave(runImport(file, options, context));
    });
};

interface ImportCommandOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly namespace: string;
}

function runImport(
  file: string,
  { out, force, namespace }: ImportCommandOptions,
  { stdout, stderr }: CliContext,
): number {
  if (out !== undefined && !force && fs.existsSync(out)) {
    stderr.write(`${out} exists: name another file, or add --force\n`);
    return EXIT_CODE.usage;
  }
  const isStdin = file === '-';
  const stat = isStdin ? undefined : fs.statSync(file, { throwIfNoEntry: false });
  if (!isStdin && !stat?.isFile()) {
    stderr.write(stat === undefined ? `No such file: ${file}\n` : `${file} is a folder; expected a file\n`);
    return EXIT_CODE.usage;
  }
  // It needs cdk8s, which the other commands do not.
  const { importObjects } = require('../import/import-objects') as typeof import('../import/import-objects');
  const { ImportError, readObjects } = require('../import/read') as typeof import('../import/read');
  const { UnreadableError } = require('../manifests/read-whole') as typeof import('../manifests/read-whole');
  let imported: Imported;
  try {
    const bytes = fs.readFileSync(isStdin ? 0 : file);
    imported = importObjects(readObjects(bytes, isStdin ? '<stdin>' : file), {
      namespace,
      folder: folderOf(isStdin ? 'imported' : file),
    });
  } catch (error) {
    if (!(error instanceof ImportError || error instanceof UnreadableError)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT_CODE.usage;
  }
  if (out === undefined) stdout.write(imported.code);
  else fs.writeFileSync(out, imported.code);
  for (const line of notesOf(imported, namespace)) stderr.write(`${line}\n`);
  return imported.findings.length > 0 ? EXIT_CODE.findings : EXIT_CODE.fine;
}

/** The folder of the rendered tree: named like the file. */
function folderOf(file: string): string {
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  return name.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9_]+/, '') || 'imported';
}

function notesOf({ kept, findings, withoutNamespace, granted }: Imported, namespace: string): string[] {
  return [
    ...withoutNamespace.map(
      (object) => `${object} has no namespace: it is put into "${namespace}" (see --namespace)`,
    ),
    ...kept.map(({ object, what, why }) =>
      what === ''
        ? `${object}: kept as a Manifest: ${why}`
        : `${object}, ${what}: kept in the engine's own form: ${why}`,
    ),
    ...granted.map(
      (object) =>
        `${object}: grant(…) renders a Role and a RoleBinding for its account too: remove your own, or the call`,
    ),
    ...findings.map((finding) => `synth refuses: ${toLine(finding)}`),
  ];
}
