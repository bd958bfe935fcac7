import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { impactOf } from '../../src/impact/impact';
import { toMarkdown } from '../../src/impact/markdown';
import { toText } from '../../src/impact/text';
import type { PlainObject } from '../../src/lint/rule';

const SAMPLES = join(__dirname, '../lint/samples');
const objectsOf = (rule: string, name: string) =>
  parseAllDocuments(readFileSync(join(SAMPLES, rule, name), 'utf8')).map((one) => one.toJS() as PlainObject);

test.each(readdirSync(SAMPLES))('the samples of %s, however wrong they are', (rule) => {
  const [bad, good] = [objectsOf(rule, 'bad.yaml'), objectsOf(rule, 'good.yaml')];
  for (const [before, after] of [
    [bad, good],
    [good, bad],
    [bad, []],
    [[], bad],
  ] as const) {
    const report = impactOf(before, after);
    const texts = `${toText(report)}${toMarkdown(report)}`;
    expect(texts).not.toMatch(/undefined|\[object|NaN/);
  }
  expect(impactOf(bad, bad).statements).toEqual([]);
});

test('values of the wrong type', () => {
  const wrong = [null, 7, 'x', [], {}, [null], { a: null }];
  const kinds = [
    'Sensor',
    'EventSource',
    'EventBus',
    'Role',
    'RoleBinding',
    'CronJob',
    'ValidatingAdmissionPolicy',
    7,
  ];
  for (const kind of kinds) {
    for (const value of wrong) {
      const object = {
        apiVersion: value,
        kind,
        metadata: { name: 'a', namespace: value },
        spec: value,
        rules: value,
        subjects: value,
        roleRef: value,
      };
      const deep = {
        kind,
        metadata: { name: 'a' },
        spec: {
          dependencies: value,
          triggers: value,
          github: value,
          resource: value,
          service: value,
          jetstream: value,
          validations: value,
        },
      };
      for (const [one, other] of [
        [object, deep],
        [deep, object],
      ]) {
        const report = impactOf([one as PlainObject], [other as PlainObject]);
        expect(toText(report)).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  }
});
