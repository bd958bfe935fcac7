import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { blocks, ROOT, read } from './markdown';
import { withSource } from './programs';
import { ENTRIES, exportsOf } from './public';

/** An `@example` of a doc comment. */
export interface Example {
  /** Its file and line, such as `src/argo-events/sensor.ts:12`. */
  readonly place: string;
  readonly code: string;
  /** A part of what is rendered; undefined if the example shows no YAML. */
  readonly yaml: string | undefined;
}

const FILES: readonly string[] = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .sort();

/** Every `@example` in `src/`. */
export const EXAMPLES: readonly Example[] = FILES.flatMap((file) => examplesIn(file, read(file)));

/** The examples in the doc comments of a text. */
export function examplesIn(file: string, text: string): Example[] {
  return [...text.matchAll(/^ *\/\*\*.*?\*\//gms)].flatMap(({ 0: doc, index }) => {
    const lines = doc.split('\n').map((line) => line.replace(/^ *\* ?/, ''));
    return lines.flatMap((line, offset) => {
      if (line !== '@example') return [];
      const after = lines.slice(offset + 1);
      const end = after.findIndex((other) => /^(?:@|\/$)/.test(other));
      const example = after.slice(0, end).join('\n');
      const [code, ...furtherCode] = blocks(`${example}\n`, 'ts');
      const [yaml, ...furtherYaml] = blocks(`${example}\n`, 'yaml');
      const place = `${file}:${text.slice(0, index).split('\n').length + offset}`;
      if (code === undefined || furtherCode.length > 0 || furtherYaml.length > 0) {
        throw new Error(`${place} needs one block of ts, and at most one of yaml`);
      }
      return [{ place, code, yaml }];
    });
  });
}

const taken = new Set<string>();
const IMPORTS = Object.entries(ENTRIES)
  .map(([entry, file]) => {
    const names = exportsOf(file).filter(({ name }) => !taken.has(name));
    for (const { name } of names) taken.add(name);
    return `import { ${names.map(({ name, isType }) => (isType ? `type ${name}` : name)).join(', ')} } from '${entry}';`;
  })
  .join('\n');

/**
 * The program of an example. It has what most examples need: an app with a folder, an event source with the event
 * `comments` of GitHub, and a sensor that logs the dependency `request`. At the end it prints the rendered tree, in which
 * every dependency that no trigger names has a trigger that logs it.
 */
export function exampleProgram({ code }: Example): string {
  return withSource(`
import { App, JsonPatch } from 'cdk8s';
${IMPORTS}

const app = new App();
const folder = new Folder(app, 'folder', { path: 'shop' });
const github = new EventSource(folder, 'github', {
  name: 'github',
  namespace: 'events',
  events: {
    comments: githubEvent({
      repositories: [{ owner: 'acme', names: ['shop'] }],
      events: ['issue_comment'],
      endpoint: '/webhook',
      port: 12000,
      webhookSecret: { name: 'github-webhook', key: 'secret' },
    }),
  },
});
const sensor = new Sensor(folder, 'triage', { name: 'triage', namespace: 'events' });
const request = sensor.on('request', github.event('comments'));
sensor.do('log-request', { conditions: request, action: log() });

{
${code}}

for (const one of app.node.findAll()) {
  if (!(one instanceof Sensor)) continue;
  const { spec } = (one.node.findChild('Sensor') as Manifest).toJson() as { spec: SensorSpec };
  const waiting = (spec.triggers ?? []).map(({ template }) => template?.conditions ?? '').join(' ');
  for (const { name } of spec.dependencies ?? []) {
    if (waiting.split(/[ ()]+/).includes(name)) continue;
    one.do(\`log-\${name}\`, { conditions: { expression: name, dependencies: [name], certain: [name] } as unknown as Condition, action: log() });
  }
}
for (const [path, yaml] of renderTree(app)) console.log(\`# \${path}\\n\${yaml}\`);
export {};
`);
}
