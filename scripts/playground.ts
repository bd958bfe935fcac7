import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { TASK_TREE } from '../test/app';
import { payloads } from '../test/payloads';

// Builds the playground into lib/playground/: index.html with the files that it loads, for any static server, and
// playground.html, which has all of them in it and works from disk.

const ROOT = join(__dirname, '..');
const SOURCE = join(__dirname, 'playground');
const ENGINE = join(ROOT, 'lib/engine');
const OUT = join(ROOT, 'lib/playground');

/** The samples that the page offers, of those in test/payloads. */
const SAMPLES = ['comment-accepted', 'comment-closed', 'comment-deleted', 'state-assigned', 'run-added'];

function built(wasm?: string): string {
  const sensor = [...TASK_TREE].find(([path]) => path.endsWith('pr-comment-remediation-sensor.yaml'))?.[1];
  const samples = SAMPLES.map((name) => {
    const found = payloads.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no payload ${name}`);
    const { description, eventSource, event, data } = found;
    return {
      name: description,
      event: `${JSON.stringify(data, null, 2)}\n`,
      place: `${eventSource} / ${event}`,
    };
  });
  return script(`window.BUILT = ${JSON.stringify({ sensor, samples, wasm })};`);
}

/** A script within the page. A text in it must not end it. */
function script(code: string): string {
  return `<script>${code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--')}</script>`;
}

/** The modules of Node that the rules load to find the engine, which the page brings itself. */
const NODE_MODULES = ['crypto', 'fs', 'path', 'v8', 'zlib'];

/** The code of the page, for a browser. */
function pageCode(): string {
  const noFiles = join(SOURCE, 'no-files.ts');
  const { outputFiles } = buildSync({
    entryPoints: [join(SOURCE, 'page.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    alias: Object.fromEntries(NODE_MODULES.map((name) => [`node:${name}`, noFiles])),
    define: { __dirname: '""' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

function page(scripts: readonly string[]): string {
  const html = readFileSync(join(SOURCE, 'index.html'), 'utf8');
  const style = `<style>\n${readFileSync(join(SOURCE, 'style.css'), 'utf8')}</style>`;
  return html.replace('<!-- style -->', () => style).replace('<!-- scripts -->', () => scripts.join('\n'));
}

const compressed = gzipSync(brotliDecompressSync(readFileSync(join(ENGINE, 'engine.wasm.br'))), { level: 9 });
const glue = readFileSync(join(ENGINE, 'wasm_exec.js'), 'utf8');
const code = pageCode();
mkdirSync(OUT, { recursive: true });
const files = {
  'engine.wasm.gz': compressed,
  'wasm_exec.js': glue,
  'page.js': code,
  'index.html': page([built(), '<script src="wasm_exec.js"></script>', '<script src="page.js"></script>']),
  'playground.html': page([built(compressed.toString('base64')), script(glue), script(code)]),
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(join(OUT, name), content);
  console.log(`lib/playground/${name}: ${(content.length / 1e6).toFixed(1)} MB`);
}
