import { tighten } from '../../scripts/imports/tighten';
import { versionAsked } from '../../scripts/imports/version';

describe('the option --argo-events', () => {
  test.each([
    [['-run', 'x'], undefined, ['-run', 'x']],
    [['--argo-events', 'v1.9.6', '--check'], 'v1.9.6', ['--check']],
    [['-run', 'x', '--argo-events=v1.8.1'], 'v1.8.1', ['-run', 'x']],
  ])('%j', (args, version, rest) => expect(versionAsked(args)).toEqual({ version, rest }));

  test.each([[['--argo-events']], [['--argo-events', '1.9.6']], [['--argo-events=latest']]])(
    '%j is refused',
    (args) => expect(() => versionAsked(args)).toThrow('expected a version such as v1.9.6'),
  );
});

test('a tightening that does not fit another version is left out, and told', () => {
  const told: string[] = [];
  const reason = 'a test';
  const tightenings = [
    { type: 'Gone', reason, filled: ['a'] },
    { type: 'Here', reason, filled: ['gone'] },
    { type: 'Here', reason, filled: ['a'] },
  ];
  const here = { type: 'object', properties: { a: { type: 'string' } } };
  const { Here } = tighten({ Here: here }, tightenings, (why) => told.push(why));
  expect(Here?.properties?.['a']).toEqual({ type: 'string', minLength: 1 });
  expect(told).toEqual([
    'There is no definition "Gone" in the schema',
    '"Here.gone" is tightened, but the engine\'s schema has no such property',
  ]);
  expect(() => tighten({ Here: here }, tightenings)).toThrow('There is no definition "Gone"');
});
