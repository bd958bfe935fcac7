import { type Condition, eventReference } from '../../src/argo-events/dependency';
import { equals, type Filter, present } from '../../src/argo-events/filters';
import { sourceOf } from '../../src/argo-events/references/reference';
import { log } from '../../src/argo-events/triggers';
import { COMMENT, type Comment } from './events';
import { ACTION, dependencyWith, findingsOf, sensorSpec } from './rendered';

/** The condition of a trigger on dependencies `a`, `b`, `c`. */
function conditionsOf(join: (a: Condition, b: Condition, c: Condition) => Condition): string | undefined {
  const spec = sensorSpec((sensor) => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => sensor.on(name, COMMENT));
    sensor.do('act', { conditions: join(a!, b!, c!), action: ACTION });
    // A dependency that nothing waits for is a finding.
    sensor.do('rest', { conditions: a!.or(b!).or(c!), action: log() });
  });
  return spec.triggers[0]?.template.conditions;
}

describe('a dependency', () => {
  test('is an event of an event source, taken as it comes', () => {
    expect(dependencyWith({})).toEqual({
      name: 'comment',
      eventSourceName: 'github',
      eventName: 'comment',
    });
  });

  test('has its filters in the order in which they are given', () => {
    const spec = dependencyWith({
      filters: ({ body }) => [equals(body.action, 'created'), present(body.issue.pull_request.url)],
    });
    expect(spec?.filters?.data?.map(({ path }) => path)).toEqual([
      'body.action',
      'body.issue.pull_request.url',
    ]);
  });

  test('without any filter in the list has no empty one, which the engine refuses', () => {
    expect(dependencyWith({ filters: () => [] })).not.toHaveProperty('filters');
  });

  test('gives references to its data and its context under its name', () => {
    sensorSpec((sensor) => {
      const dependency = sensor.on('comment', COMMENT);
      expect(dependency.name).toBe('comment');
      const { owner, ...source } = sourceOf(dependency.data.body.action);
      expect(source).toEqual({ dependency: 'comment', part: 'data', path: ['body', 'action'] });
      expect(owner).toBe(sensor);
      const { owner: _, ...context } = sourceOf(dependency.context.id);
      expect(context).toEqual({ dependency: 'comment', part: 'context', path: ['id'] });
      sensor.do('act', { conditions: dependency, action: ACTION });
    });
  });
});

describe('findings', () => {
  const script: Filter = { toFilter: () => ({ script: 'return true' }) };

  test('two filters of a member that the engine has once', () => {
    expect(() => dependencyWith({ filters: () => [script, script] })).toThrow(
      '[app/comments] dependency "comment" (spec.dependencies[0]): two filters of "script"; the engine takes one [filter]',
    );
  });

  test('two dependencies of one name', () => {
    const found = findingsOf((sensor) => {
      sensor.on('comment', COMMENT);
      sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: ACTION });
    });
    expect(found).toEqual([
      '[app/comments] dependency "comment" (spec.dependencies[1].name): another dependency is called "comment", too; give it another name [duplicate-dependency]',
    ]);
  });

  test('trap: a filter on data of another dependency would look in this one', () => {
    const build = () =>
      sensorSpec((sensor) => {
        const { data } = sensor.on('other', COMMENT);
        const on = sensor.on<Comment>('comment', COMMENT, {
          filters: () => [equals(data.body.action, 'created')],
        });
        sensor.do('act', { conditions: on, action: ACTION });
      });
    expect(build).toThrow(/"other/);
  });

  // The engine runs a condition as an expression (getDependencyExpression in pkg/sensors/listener.go).
  test.each([
    ['a space', 'two words'],
    ['a dot, which reads a field', 'github.comment'],
    ['a digit at its start', '1st'],
    ['parentheses', 'comment(s)'],
    ['a word of the expression language', 'in'],
  ])('trap: with %s in the name of a dependency, its triggers never start', (_, name) => {
    const build = () =>
      sensorSpec((sensor) => sensor.do('act', { conditions: sensor.on(name, COMMENT), action: ACTION }));
    expect(build).toThrow(`"${name}"`);
  });

  test('trap: to a condition, a dash and an underscore are the same', () => {
    const build = () =>
      sensorSpec((sensor) => {
        const on = sensor.on('a-b', COMMENT).or(sensor.on('a_b', COMMENT));
        sensor.do('act', { conditions: on, action: ACTION });
      });
    expect(build).toThrow('"a_b"');
  });
});

describe('conditions', () => {
  test.each([
    ['one', conditionsOf((a) => a), 'a'],
    ['and', conditionsOf((a, b) => a.and(b)), 'a && b'],
    ['or', conditionsOf((a, b) => a.or(b)), 'a || b'],
    ['an or in an and has parentheses', conditionsOf((a, b, c) => a.or(b).and(c)), '(a || b) && c'],
    ['so has an and in an or', conditionsOf((a, b, c) => a.or(b.and(c))), 'a || (b && c)'],
    ['on both sides', conditionsOf((a, b, c) => a.or(b).and(b.or(c))), '(a || b) && (b || c)'],
  ])('%s', (_, conditions, expected) => {
    expect(conditions).toBe(expected);
  });

  test('know each of their dependencies once', () => {
    sensorSpec((sensor) => {
      const a = sensor.on('a', COMMENT);
      const b = sensor.on('b', COMMENT);
      const on = a.or(b).and(b);
      expect(on.dependencies).toEqual(['a', 'b']);
      sensor.do('act', { conditions: on, action: ACTION });
    });
  });
});

test('an event of an event source elsewhere is known by its names', () => {
  expect(eventReference<Comment>('github', 'comment')).toEqual({
    eventSourceName: 'github',
    eventName: 'comment',
    isExternal: true,
  });
});
