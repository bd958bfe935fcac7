import {
  contextEquals,
  equals,
  expression,
  type Filter,
  luaFilter,
  present,
  timeOfDay,
} from '../../../src/argo-events/filters';
import { joinFilters } from '../../../src/argo-events/filters/filter';
import { comment } from '../events';
import { dependencyWith } from '../rendered';

const { action, issue } = comment.body;
const created = equals(action, 'created');

describe('joined filters', () => {
  test('are in the order in which they are given', () => {
    const { joined, problems } = joinFilters([created, present(issue.pull_request.url)], 'comment');
    expect(joined?.data?.map(({ path }) => path)).toEqual(['body.action', 'body.issue.pull_request.url']);
    expect(problems).toEqual([]);
  });

  test('are together where the engine has a list of them', () => {
    const { joined } = joinFilters(
      [expression`${issue.number} > ${1}`, expression`${issue.locked}`],
      'comment',
    );
    expect(joined?.exprs?.map(({ expr }) => expr)).toEqual(['v0 > 1', 'v0']);
  });

  test('keep the first of a member that the engine has once, and tell of the second', () => {
    const { joined, problems } = joinFilters(
      [luaFilter('return true'), luaFilter('return false')],
      'comment',
    );
    expect(joined).toEqual({ script: 'return true' });
    expect(problems).toEqual([{ message: 'two filters of "script"', help: 'the engine takes one' }]);
  });

  test('are none, not an empty filter, when there are none', () => {
    expect(joinFilters([], 'comment').joined).toBeUndefined();
  });
});

test.each(['', ' \n'])('trap: to the engine a blank script is none, and every event passes: %j', (script) => {
  expect(() => luaFilter(script)).toThrow(
    'luaFilter(…) has no script, so the engine would let every event pass [filter]',
  );
});

describe('each kind has its own member', () => {
  test.each<[string, Filter, object]>([
    ['context', contextEquals({ source: 'github' }), { context: { source: 'github' } }],
    ['script', luaFilter('return event.ok'), { script: 'return event.ok' }],
    [
      'time',
      timeOfDay({ start: '22:00:00', stop: '06:00:00', timezone: 'Europe/Zurich' }),
      { time: { start: '22:00:00', stop: '06:00:00', timezone: 'Europe/Zurich' } },
    ],
  ])('%s, beside those of the data', (_, filter, member) => {
    expect(dependencyWith({ filters: () => [created, filter] })?.filters).toEqual({
      data: [{ path: 'body.action', type: 'string', value: ['^created$'] }],
      ...member,
    });
  });
});
