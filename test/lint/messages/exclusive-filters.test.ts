import { eventSource, filtering as filteringAll, lines } from '../objects';
import { github, HEADER } from '../values';

describe('exclusive-filters', () => {
  const found = (filters: readonly object[], more: object = {}) =>
    lines(
      'exclusive-filters',
      github(['issues']),
      filteringAll({ ...more, data: filters.map((one) => ({ path: 'body.x', type: 'string', ...one })) }),
    );
  const text = (path: string, value: string, more: object = {}) => ({ path, value: [value], ...more });
  const number = (comparator: string, ...value: string[]) => ({
    path: 'body.n',
    type: 'number',
    comparator,
    value,
  });
  const bool = (...value: string[]) => ({ path: 'body.b', type: 'bool', value });

  const STRINGS = 'write both values into one filter, or set dataLogicalOperator: or';

  test.each([
    ['two anchored texts', [text('body.x', '^a$'), text('body.x', '^b$')], 'body.x', STRINGS],
    [
      'two known values',
      [text('body.action', 'closed'), text('body.action', '^opened$')],
      'body.action',
      STRINGS,
    ],
    [
      'a text and its opposite',
      [text('body.x', '^a$'), text('body.x', '^a$', { comparator: '!=' })],
      'body.x',
      STRINGS,
    ],
    [
      'a choice and what refuses both',
      [text('body.x', '^(?:a|ab)$'), text('body.x', 'a', { comparator: '!=' })],
      'body.x',
      STRINGS,
    ],
    ['two names of events', [text(HEADER, '^issues$'), text(HEADER, '^push$')], HEADER, STRINGS],
    [
      'two numbers',
      [number('=', '1'), number('', '2')],
      'body.n',
      'compare "body.n" once, or set dataLogicalOperator: or',
    ],
    [
      'two open stretches',
      [number('<', '3'), number('>', '5')],
      'body.n',
      'compare "body.n" once, or set dataLogicalOperator: or',
    ],
    [
      'two stretches',
      [number('>', '5'), number('<=', '5')],
      'body.n',
      'compare "body.n" once, or set dataLogicalOperator: or',
    ],
    [
      'a number and its opposite',
      [number('!=', '1'), number('=', '1')],
      'body.n',
      'compare "body.n" once, or set dataLogicalOperator: or',
    ],
    [
      'two booleans',
      [bool('true'), bool('false')],
      'body.b',
      'compare "body.b" once, or set dataLogicalOperator: or',
    ],
  ])('%s', (_, filters, path, help) => {
    expect(found(filters)).toEqual([
      `[spec.dependencies.0.filters.data.1] no value of ${path} passes this filter and another one on it; ${help} [exclusive-filters]`,
    ]);
    expect(found(filters, { dataLogicalOperator: 'or' })).toEqual([]);
  });

  test('the later one of two, whatever stands between', () => {
    const filters = [
      text('body.x', '^a$'),
      text('body.y', '^c$'),
      text('body.x', 'a'),
      text('body.x', '^b$'),
    ];
    expect(found(filters).map((line) => line.split(']')[0])).toEqual(['[spec.dependencies.0.filters.data.3']);
  });

  test.each([
    ['two words of a text', [text('body.x', 'a'), text('body.x', 'b')]],
    ['a text and a part of it', [text('body.x', '^ab$'), text('body.x', 'a')]],
    ['a pattern', [text('body.x', '^a$'), text('body.x', '^[a-z]$')]],
    ['two paths', [text('body.x', '^a$'), text('body.y', '^b$')]],
    ['two types', [text('body.n', '^1$'), number('=', '2')]],
    ['several values', [{ value: ['^a$', '^b$'] }, { value: ['^b$', '^c$'] }]],
    ['a stretch', [number('>', '5'), number('<', '6')]],
    ['two lower stretches', [number('<', '5'), number('<', '3')]],
    ['two upper stretches', [number('>', '5'), number('>', '3')]],
    ['both ends of one', [number('>=', '5'), number('<=', '5')]],
    ['several numbers', [number('=', '1', '2'), number('=', '2', '3')]],
    ['what is no number', [number('=', 'a'), number('=', '2')]],
    ['what does not compile', [text('body.x', '('), text('body.x', '^b$')]],
    ['a template', [text('body.x', '^a$', { template: '{{ .Input | lower }}' }), text('body.x', '^b$')]],
    ['what no event has', [text('body.action', '^opend$'), text('body.action', '^opened$')]],
    ['a comparator for numbers', [text('body.x', '^a$', { comparator: '>' }), text('body.x', '^b$')]],
  ])('not said of %s', (_, filters) => {
    expect(found(filters)).toEqual([]);
  });
});

describe('context-filter', () => {
  const found = (context: object, ...sources: ReturnType<typeof eventSource>[]) =>
    lines('context-filter', ...sources, filteringAll({ context }));

  test.each([
    ['source', 'other', 'event source "other"; remove it, or write "github"'],
    ['source', 'gihub', 'event source "gihub"; did you mean "github"?'],
    ['subject', 'b.*', 'event name "b.*"; remove it, or write "a"'],
    ['datacontenttype', 'text/plain', 'content type "text/plain"; remove it, or write "application/json"'],
  ])('%s: %s', (field, value, message) => {
    expect(found({ [field]: value })).toEqual([
      `[spec.dependencies.0.filters.context.${field}] no event of this dependency has the ${message} [context-filter]`,
    ]);
  });

  test('the type is the kind of the event source', () => {
    expect(found({ type: 'webhook' }, github(['issues']))).toEqual([
      '[spec.dependencies.0.filters.context.type] no event of this dependency has the type "webhook"; remove it, or write "github" [context-filter]',
    ]);
    expect(found({ type: 'pubSub' }, eventSource({ pubSub: { a: {} } }))).toHaveLength(1);
    expect(found({ type: 'pubsub' }, eventSource({ pubSub: { a: {} } }))).toEqual([]);
    expect(found({ type: 'webhook' })).toEqual([]);
    const both = eventSource({ github: { a: {} }, webhook: { a: {} } });
    expect(found({ type: 'webhook' }, both)).toEqual([]);
    expect(found({ type: 'sns' }, both)).toEqual([
      '[spec.dependencies.0.filters.context.type] no event of this dependency has the type "sns"; remove it, or write "github" or "webhook" [context-filter]',
    ]);
  });

  test('not said of what is right, or not compared', () => {
    expect(
      found({ source: 'github', subject: 'a', type: '', datacontenttype: 'application/json' }, github(['*'])),
    ).toEqual([]);
  });
});
