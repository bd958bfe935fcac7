import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { briefOf } from '../../src/graph/brief';
import { toMermaid } from '../../src/graph/mermaid';
import { graphOf } from '../../src/graph/sensors';
import type { PlainObject } from '../../src/lint';
import { TASK_TREE } from '../../test/app';

const README = join(__dirname, '../../README.md');

const objects = [...TASK_TREE.values()].map((text) => parse(text) as PlainObject);

/** The README with the picture of the loop, drawn from what the constructs render. */
export function readmePage(): string {
  const picture = toMermaid(briefOf(graphOf(objects)));
  return readFileSync(README, 'utf8').replace(
    /(<!-- Drawn by `npm run docs`. -->\n\n```mermaid\n).*?(```\n)/s,
    (_, before, after) => before + picture + after,
  );
}

/** The page `docs/reference/pictures.md`. */
export function picturesPage(): string {
  const sources = objects.filter(({ kind }) => kind === 'EventSource');
  const sensors = objects.filter(({ kind }) => kind === 'Sensor');
  const sections = sensors.flatMap((sensor) => [
    `## Sensor \`${(sensor['metadata'] as { name: string }).name}\``,
    '',
    '```mermaid',
    toMermaid(graphOf([...sources, sensor])).trimEnd(),
    '```',
    '',
  ]);
  return [
    '<!-- Drawn from the constructs by `npm run docs`. Do not edit. -->',
    '',
    '# Pictures',
    '',
    'What comes in, the dependencies with their filters, the triggers, and what these write or send. `{body.number}` is what',
    'the event has there, `{…}` what a template makes of it. A dotted arrow is taken when all retries have failed.',
    '',
    ...sections,
  ].join('\n');
}
