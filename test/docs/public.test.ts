import { read } from './markdown';
import { allExports, described, isData } from './public';

const ours = allExports().filter(({ file }) => file.startsWith('src/'));
const all = ours.flatMap((declaration) =>
  described(declaration).map((one) => ({ ...one, ...declaration, full: one.name })),
);
const names = (list: readonly { full: string }[]) => list.map(({ full }) => full);

test('every public declaration, and every member of one, says what it is', () => {
  expect(all.length).toBeGreaterThan(250);
  // A constructor takes the props, which say what they are; one that throws is below.
  const told = new Set(names(all.filter(({ doc }) => doc !== '')));
  const silent = all.filter(({ full }) => !told.has(full) && !full.endsWith('.constructor'));
  expect(names(silent)).toEqual([]);
});

// EventDefinition.data is there for its type only.
const OF_EVENTS = new Set(
  ours
    .map(described)
    .filter(isData)
    .flat()
    .map(({ name }) => name),
).add('EventDefinition.data');

test('every optional one says what happens when it is left out', () => {
  const optional = all.filter(({ isOptional, full }) => isOptional && !OF_EVENTS.has(full));
  expect(optional.length).toBeGreaterThan(50);
  expect(names(optional.filter(({ doc }) => !/@default \S|left\s+(?:\*\s+)?out/.test(doc)))).toEqual([]);
});

test('whatever throws says so', () => {
  const throwing = all.filter(({ code, file }) => throws(code, read(file)));
  expect(throwing.length).toBeGreaterThan(10);
  expect(names(throwing.filter(({ doc }) => !/@throws ValidationError \S+/.test(doc)))).toEqual([]);
});

/**
 * Whether the code refuses something itself, or calls a function of its file that does. What an action refuses when it
 * is bound, its sensor says at synth.
 */
function throws(code: string, source: string, seen: readonly string[] = []): boolean {
  const called = code.replace(/^( +)bind: .*?^\1\},?$/gms, '');
  if (/\b(?:throwFinding|reject)\(|\bthrow new /.test(called)) return true;
  const inner = called.split('\n').slice(1).join('\n');
  return [...source.matchAll(/^(?:export )?function (\w+).*?^\}/gms)].some(
    ([text, name = '']) =>
      !seen.includes(name) &&
      new RegExp(`(?<!\\.)\\b${name}\\(`).test(inner) &&
      throws(text, source, [...seen, name]),
  );
}
