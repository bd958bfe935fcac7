import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli';
import { hasEngine } from '../../src/engine/load';
import { read } from './markdown';

const page = read('docs/lint/replay.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

// Without the engine, as in a fresh clone, this is skipped: npm run build:engine builds it.
(hasEngine() ? test : test.skip)('the example gives the output that the page shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-page-'));
  try {
    const [sensor, event] = [join(folder, 'sensor.yaml'), join(folder, 'delivery.json')];
    writeFileSync(sensor, blocks('yaml')[0] ?? '');
    writeFileSync(event, blocks('json')[0] ?? '');
    let output = '';
    const stream = { write: (text: string) => (output += text) };
    const refuse = () => {
      throw new Error('not asked for');
    };
    const context = { loadApp: refuse, connect: refuse, stdout: stream, stderr: stream };
    expect(await run(['replay', '--sensor', sensor, '--event', event], context)).toBe(0);
    expect(output.replaceAll(`${folder}/`, '')).toBe(blocks('text')[0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
