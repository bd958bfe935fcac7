import fc from 'fast-check';
import { type GivenFile, lintFiles } from '../../src/lint-files/lint';
import { render } from '../../src/lint-files/render';
import { Kustomizations } from '../../src/manifests/kustomize';
import { readManifest } from '../../src/manifests/manifest-file';
import { sample, sampled } from '../lint/samples';
import { SENSOR, sensorWith } from './files';

const fileOf = (bytes: Uint8Array, name = 'a.yaml'): GivenFile => ({
  result: readManifest(name, bytes, undefined, new Kustomizations([])),
  isNamed: true,
  path: name,
});

/** Lints, prints in each form, and checks that each place is one of the file. */
function lintAndPrint(...files: GivenFile[]): void {
  const result = lintFiles(files, true);
  for (const { file, start, end } of result.findings) {
    expect(start.line).toBeGreaterThanOrEqual(1);
    expect(start.line).toBeLessThanOrEqual(file.lines.count);
    expect(start.column).toBeGreaterThanOrEqual(1);
    expect(start.column).toBeLessThanOrEqual(file.lines.text(start.line).length + 1);
    expect(end.line).toBe(start.line);
    expect(end.column).toBeGreaterThan(start.column);
  }
  for (const format of ['text', 'json', 'sarif', 'github'] as const) {
    expect(render(format, result, 1, undefined)).not.toMatch(/undefined|\[object Object\]/);
  }
}

const ODD = [
  '\t',
  '\n',
  ' ',
  ':',
  '- ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '<<: *a',
  '|',
  '#',
  '---\n',
  '!!x ',
  '\ufeff',
  '\0',
  '🔴',
];

test('any text is linted without an exception', () => {
  const edit = fc.record({ at: fc.nat(SENSOR.length), length: fc.nat(6), text: fc.constantFrom('', ...ODD) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const text = edits.reduce(
        (before, { at, length, text: put }) => before.slice(0, at) + put + before.slice(at + length),
        SENSOR,
      );
      lintAndPrint(fileOf(Buffer.from(text)));
    }),
    { numRuns: 300 },
  );
});

test('any bytes are, too', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => lintAndPrint(fileOf(bytes))));
});

test('any JSON is, too', () => {
  const json = fc
    .jsonValue()
    .map((value) => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Sensor', metadata: value, spec: value }));
  fc.assert(
    fc.property(json, (value) => lintAndPrint(fileOf(Buffer.from(JSON.stringify(value, undefined, 1))))),
  );
});

test.each(sampled)('the findings of the samples of %s have places', (id) => {
  const files = (['bad', 'good'] as const).map((name) =>
    fileOf(
      Buffer.from(
        sample(id, name)
          .map((object) => JSON.stringify(object, undefined, 2))
          .join('\n'),
      ),
      name,
    ),
  );
  lintAndPrint(...files);
});

test('what an alias has in several places is told once', () => {
  const filter = `eventName: push
      filters: &f
        data: [{ path: body.x, type: string, value: ["^x[bot]$"] }]
    - { name: other, eventSourceName: github, eventName: push, filters: *f }`;
  const { findings } = lintFiles([fileOf(Buffer.from(sensorWith('eventName: push', filter)))], false);
  expect(findings.filter(({ rule }) => rule === 'bot-character-class')).toHaveLength(1);
});
