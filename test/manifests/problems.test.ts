import { read } from './read';

/** What is wrong, with the text that it is about. */
function problems(text: string): string[] {
  const { documents, problems: ofFile, text: all } = read(text);
  return [...ofFile, ...documents.flatMap((document) => document.problems)].map(
    ({ start, end, message, help }) => `${JSON.stringify(all.slice(start, end))} ${message}; ${help}`,
  );
}

const QUOTED = 'put it in quotes';
const CLOSE = 'close it, or put the whole text in quotes';
const SPACES = 'a tab in the indentation; use spaces';
const MISFIT =
  'this does not fit the lines around it; indent it as its neighbours, put a space after a colon, or put a text with a colon in quotes';

test.each([
  ['a: 1\n\tb: 2\n', [`"\\t" ${SPACES}`]],
  ['a: 1\n\t\nb: 2\n', [`"\\t" ${SPACES}`]],
  ['a:\n  -\tb\n', [`"\\t" ${SPACES}`]],
  ['a: [1\n', [`"[" the bracket is not closed; ${CLOSE}`]],
  ['x: [a, "]"]\na:\n  - {b: 1\nc: 2\n', [`"{" the bracket is not closed; ${CLOSE}`]],
  ['a: "x\nb: 1\n', [`"\\"" the quote is not closed; ${CLOSE}`]],
  ["a: 'x\nb: 1\n", [`"'" the quote is not closed; ${CLOSE}`]],
  ['a: ["b" "c"]\n', ['"\\"" a comma or a closing bracket is missing before this; undefined']],
  ['a: @x\n', [`"@" no text can begin with "@"; ${QUOTED}`]],
  ['a: `x`\n', [`"\`" no text can begin with "\`"; ${QUOTED}`]],
  ['a: %x\n', [`"%" no text can begin with "%"; ${QUOTED}`]],
  ['a: b: c\n', [`":" ${MISFIT}`]],
  ['a: 1\n b: 2\n', [`":" ${MISFIT}`]],
  ['a: 1\nfoo\nb: 2\n', [`":" ${MISFIT}`]],
  ['a:b\nc: d\n', [`":" ${MISFIT}`]],
  [
    'a: {{ .Input.x }}\n',
    ['"{ .Input.x" braces that are not in quotes begin a mapping; put the whole text in quotes'],
  ],
  [
    'a: {{ .Input.x }} b\n',
    ['"b" braces that are not in quotes begin a mapping; put the whole text in quotes'],
  ],
  ['a: *x\n', ['"*x" the alias "x" has no anchor before it; undefined']],
  ['a: &x [*x]\n', ['"*x" the alias "x" contains itself; undefined']],
  [
    'a: 1\nb:\n  a: 1\n  a: 2\n',
    ['"a" the key "a" is there twice; kubectl takes the last one; keep one of them'],
  ],
  ['a: !!int x\n', ['"x" "x" is no !!int; undefined']],
  ['a: .inf\n', ['".inf" kubectl cannot read .inf: JSON has no such number; put a text in quotes']],
  ['null: 1\n', ['"null" null is no key; put a text in quotes']],
  ['[a]: 1\n', ['"[a" a list is no key; put a text in quotes']],
  ['a:\n  <<: 5\n', ['"<<" "<<" merges mappings only; undefined']],
  [
    'a: "\\d"\n',
    ['"d" an unknown escape in double quotes; write two backslashes for one, or use single quotes'],
  ],
  [
    'a: "\u0007"\n',
    [
      '"\\u0007" a control character, which YAML does not allow; remove it, or write it as an escape in double quotes',
    ],
  ],
  ['%YAML 1.1\n---\na: 1\n', ['"\\n" kubectl cannot read a directive; remove the line that begins with "%"']],
  ['a: 1\n...\nb: 2\n', ['"..." kubectl ignores what follows "..."; write "---" instead']],
  [
    'a: 1\n--- b: 2\n',
    [
      '"--- b: 2" kubectl cannot read a line that begins with "---" and goes on; begin a new line after "---"',
    ],
  ],
  [
    '{a: 1}\n',
    [
      '"a" kubectl reads a file that begins with "{" as JSON, and this is none; write JSON, or begin the file with "---"',
    ],
  ],
  [
    '{"a": [1, ],}\n',
    ['"," a comma before a closing bracket; remove it: kubectl reads a file that begins with "{" as JSON'],
  ],
  [
    '{"a": 1,\n}\n',
    ['"," a comma before a closing bracket; remove it: kubectl reads a file that begins with "{" as JSON'],
  ],
])('%j', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test.each([
  ['nested deep', `a: ${'['.repeat(20_000)}`, 'nested too deep to be read'],
  ['nested deep in JSON', `{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'nested too deep to be read'],
  [
    'nested deep in blocks',
    Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'nested too deep to be read',
  ],
  ['aliases of aliases', bomb(12), 'its aliases make it too large for kubectl to read'],
])('%s is refused, fast', (_, text, message) => {
  const start = performance.now();
  expect(read(text).documents.flatMap(({ problems: found }) => found.map((one) => one.message))).toEqual([
    message,
  ]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('a few aliases are fine, and so is what is nested as deep as people write', () => {
  expect(problems(bomb(2))).toEqual([]);
  expect(problems(`a: ${'['.repeat(90)}${']'.repeat(90)}`)).toEqual([]);
});

/** A list of ten of the list before, and so on. */
function bomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level <= levels; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return `${lines.join('\n')}\n`;
}
