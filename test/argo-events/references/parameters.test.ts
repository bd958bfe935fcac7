import fc from 'fast-check';
import { extractParameters, type Json } from '../../../src/argo-events/references/parameters';
import { type JsonWithSlots, raw, text } from '../../../src/argo-events/references/slot';
import { comment } from '../events';
import { readSjson } from './readers';

const { action, issue } = comment.body;
const destsOf = (template: JsonWithSlots) => extractParameters(template).parameters.map(({ dest }) => dest);

describe('extract', () => {
  test('leaves an object without event data as it is', () => {
    const template = { text: 'x', number: 1, no: false, nothing: null, list: [1, [null]], map: {}, none: [] };
    expect(extractParameters(template)).toEqual({ constant: template, parameters: [] });
  });

  test('trap: puts an empty string where raw data will be too, for kubectl apply takes null for a deletion', () => {
    const template = { name: action, pr: raw(issue.number), list: [text`task-${issue.number}`, 'kept'] };
    expect(extractParameters(template).constant).toEqual({ name: '', pr: '', list: ['', 'kept'] });
  });

  test('has a parameter for each value, in the order in which they stand', () => {
    const template = { z: action, a: { y: raw(issue.number), b: [action, { c: action }] } };
    expect(destsOf(template)).toEqual(['z', 'a.y', 'a.b.0', 'a.b.1.c']);
  });

  test('says where each value comes from', () => {
    expect(extractParameters({ state: issue.state }).parameters).toEqual([
      { src: { dependencyName: 'comment', dataKey: 'body.issue.state' }, dest: 'state' },
    ]);
  });

  test('tells a key of digits from an index', () => {
    expect(destsOf({ data: { 0: action, '-1': action }, list: [action] })).toEqual([
      'data.:0',
      'data.:-1',
      'list.0',
    ]);
  });

  test('escapes the keys of labels and annotations', () => {
    expect(destsOf({ labels: { 'app.kubernetes.io/name': action } }).map(readSjson)).toEqual([
      ['labels', 'app.kubernetes.io/name'],
    ]);
  });

  test('leaves out members that are undefined', () => {
    const { constant, parameters } = extractParameters({ a: undefined, b: { c: undefined, d: action } });
    expect(Object.keys(constant as object)).toEqual(['b']);
    expect([constant, parameters.length]).toEqual([{ b: { d: '' } }, 1]);
  });

  test('does not look into a reference, whose fields have no end', () => {
    expect(destsOf({ data: raw(comment.body) })).toEqual(['data']);
  });

  test('whatever the object, each parameter goes where its value stood', () => {
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('slot', 'text', 1, null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string({ minLength: 1 }), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (json) => {
        const template = JSON.parse(JSON.stringify({ json }), (_, value) =>
          value === 'slot' ? action : value,
        );
        const { constant, parameters } = extractParameters(template as JsonWithSlots);
        for (const { dest = '' } of parameters) put(constant, readSjson(dest), 'slot');
        expect(constant).toEqual({ json });
      }),
    );
  });
});

/** Puts a value into an object where an empty string stands for it. */
function put(object: unknown, path: readonly (string | number)[], value: string): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], object);
  const [key = ''] = path.slice(-1);
  expect((parent as Record<string, unknown>)[key]).toBe('');
  (parent as Record<string, unknown>)[key] = value;
}
