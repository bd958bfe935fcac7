import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { payloadsOf } from './read';
import { learn } from './shape';
import { tableOf } from './table';

const TYPES = '@octokit/openapi-webhooks-types';
const EXAMPLES = '@octokit/webhooks-examples';

interface Examples {
  readonly name: string;
  readonly examples: readonly unknown[];
}

/**
 * The text of `imports/github-payloads.json`: what may be in the payload of each event of GitHub. The document lacks some of
 * what GitHub has sent, so the keys and values of the examples are added.
 */
export function githubPayloadsFile(generated: (source: string) => string): string {
  const payloads = payloadsOf(join(folderOf(TYPES), 'types.d.ts'));
  for (const { name, examples } of readdirSync(folderOf(EXAMPLES)).flatMap(examplesIn)) {
    const shape = payloads.get(name) ?? {};
    payloads.set(name, shape);
    for (const example of examples) learn(shape, example);
  }
  const { events, rows } = tableOf(payloads);
  const comment = generated(`${versioned(TYPES)} and ${versioned(EXAMPLES)}`);
  return `{"$comment":${JSON.stringify(comment)},
"events":${JSON.stringify(events)},
"rows":[
${rows.map((row) => JSON.stringify(row)).join(',\n')}
]}
`;
}

/** One folder for github.com, and one for each old version of the server. */
function examplesIn(folder: string): Examples[] {
  if (!/^(?:api|ghes)/.test(folder)) return [];
  return JSON.parse(readFileSync(join(folderOf(EXAMPLES), folder, 'index.json'), 'utf8')) as Examples[];
}

function folderOf(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

function versioned(name: string): string {
  const { version } = JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')) as {
    version: string;
  };
  return `${name} ${version}`;
}
