import { anyOf, dataFilter, equals, expression, luaFilter, present } from '../../../src/argo-events/filters';
import { joinFilters } from '../../../src/argo-events/filters/filter';
import { comment } from '../events';
import { dependencyWith } from '../rendered';

const { action, issue } = comment.body;

describe('anyOf', () => {
  test('joins data filters by or', () => {
    const { joined, problems } = joinFilters(
      [anyOf(equals(action, 'created'), present(issue.state))],
      'comment',
    );
    expect(joined).toMatchObject({
      data: [{ path: 'body.action' }, { path: 'body.issue.state' }],
      dataLogicalOperator: 'or',
    });
    expect(problems).toEqual([]);
  });

  test('joins expressions by or, and may stand beside data filters', () => {
    const either = anyOf(expression`${issue.number} > ${1}`, expression`${issue.locked}`);
    const { joined, problems } = joinFilters([either, equals(action, 'created')], 'comment');
    expect(joined).toMatchObject({ exprLogicalOperator: 'or', exprs: [{}, {}], data: [{}] });
    expect(joined).not.toHaveProperty('dataLogicalOperator');
    expect(problems).toEqual([]);
  });

  test('trap: beside other data filters it would let each of them alone pass', () => {
    const { problems } = joinFilters([equals(action, 'created'), anyOf(present(issue.state))], 'comment');
    expect(problems).toEqual([
      expect.objectContaining({ message: 'other filters of "data" beside anyOf(…)' }),
    ]);
  });

  test('refuses nothing to choose from, and filters of other kinds', () => {
    expect(() => anyOf()).toThrow(
      'anyOf(…) has no filter; expected data filters only, or expressions only [filter]',
    );
    expect(() => anyOf(luaFilter('return true'))).toThrow('data filters only, or expressions only');
    expect(() => anyOf(equals(action, 'created'), expression`${issue.locked}`)).toThrow('expressions only');
  });

  test('keeps to the data of its dependency', () => {
    expect(anyOf(equals(action, 'created')).reads).toEqual(['comment']);
  });
});

test('dataFilter takes the form of the engine as it is', () => {
  const filter = dataFilter(action, {
    type: 'string',
    template: '{{ .Input | upper }}',
    value: ['^CREATED$'],
  });
  expect(filter.toFilter()).toEqual({
    data: [{ path: 'body.action', type: 'string', template: '{{ .Input | upper }}', value: ['^CREATED$'] }],
  });
});

test('kinds of filters can be joined by or', () => {
  const filters = () => [equals(action, 'created'), luaFilter('return true')];
  expect(dependencyWith({ filters, filtersLogicalOperator: 'or' })).toMatchObject({
    filtersLogicalOperator: 'or',
  });
});
