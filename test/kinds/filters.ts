import {
  anyOf,
  atLeast,
  atMost,
  contains,
  contextEquals,
  dataFilter,
  empty,
  endsWith,
  equals,
  expression,
  type Filter,
  greaterThan,
  lessThan,
  luaFilter,
  matches,
  notEquals,
  oneOf,
  present,
  startsWith,
  timeOfDay,
} from '../../src/argo-events/filters';
import { dataOf } from '../argo-events/events';

const { text, number, flag, list } = dataOf<{
  text: string | null;
  number: number;
  flag: boolean;
  list: { name: string }[];
}>();

type Judged = readonly [filter: Filter, passes: readonly unknown[], refuses: readonly unknown[]];
const texts = (...values: unknown[]) => values.map((value) => ({ text: value }));
const numbers = (...values: unknown[]) => values.map((value) => ({ number: value }));
const flags = (...values: unknown[]) => values.map((value) => ({ flag: value }));

/** Every function that gives a filter, with data that passes it and data that does not: at three in the morning, UTC. */
export const FILTERS: Readonly<Record<string, Judged>> = {
  equals: [equals(text, 'a.b'), texts('a.b'), texts('axb', 'A.B', 'a.b\n', 'xa.b', null, undefined)],
  'equals, a number': [equals(number, 7), numbers(7, 7.0), numbers(70, 7.5, -7, null, undefined)],
  'equals, a boolean': [equals(flag, true), flags(true), flags(false, null, undefined)],
  oneOf: [oneOf(text, ['a[bot]', 'b|c']), texts('a[bot]', 'b|c'), texts('ab', 'b', 'c', 'a[bot]b|c')],
  'oneOf, numbers': [oneOf(number, [1, 2.5]), numbers(1, 2.5), numbers(2, 25)],
  notEquals: [notEquals(text, 'a'), texts('A', 'aa', ''), texts('a', undefined)],
  'notEquals, a number': [notEquals(number, 7), numbers(8, -7), numbers(7, undefined)],
  'notEquals, a boolean': [notEquals(flag, true), flags(false), flags(true, undefined)],
  contains: [contains(text, '(a)'), texts('(a)', 'x\n(a)y'), texts('a', '', null, undefined)],
  startsWith: [startsWith(text, '/a'), texts('/a', '/ab'), texts('x/a', '\n/a', null)],
  endsWith: [endsWith(text, 'a$'), texts('a$', 'ba$'), texts('a$\n', 'a', null)],
  matches: [matches(text, '^[ab]+$'), texts('abba'), texts('abc', 'ab\n', '')],
  present: [present(text), texts('a', '\n', 0, false), texts('', null, undefined)],
  empty: [empty(text), texts('', null), texts('a', ' ', undefined)],
  greaterThan: [greaterThan(number, 7), numbers(7.1, 8), numbers(7, 6, undefined)],
  atLeast: [atLeast(number, 7), numbers(7, 8), numbers(6.9, undefined)],
  lessThan: [lessThan(number, 7), numbers(6.9, -8), numbers(7, 8, undefined)],
  atMost: [atMost(number, 7), numbers(7, 6), numbers(7.1, undefined)],
  dataFilter: [
    dataFilter(text, { type: 'string', value: ['^ABC$'], template: '{{ upper .Input }}' }),
    texts('abc', 'aBC'),
    texts('abcd', undefined),
  ],
  expression: [
    expression`${number} > ${3} && ${text} == ${"it's"}`,
    [{ number: 4, text: "it's" }],
    [{ number: 3, text: "it's" }, { number: 4, text: 'its' }, { number: 4 }],
  ],
  anyOf: [
    anyOf(equals(text, 'a'), equals(number, 1)),
    [{ text: 'a' }, { number: 1 }, { text: 'b', number: 1 }],
    [{ text: 'b' }, { number: 2 }, {}],
  ],
  'anyOf, expressions': [
    anyOf(expression`${number} == ${1}`, expression`${number} > ${5}`),
    numbers(1, 6),
    numbers(2, undefined),
  ],
  luaFilter: [
    luaFilter('return event.list ~= nil and #event.list > 1'),
    [{ list: [{}, {}] }],
    [{ list: [{}] }, {}],
  ],
  'a list': [equals(list[0].name, 'a'), [{ list: [{ name: 'a' }] }], [{ list: [] }, { list: [{}] }]],
  contextEquals: [contextEquals({ source: 'github', subject: 'comment' }), [{}], []],
  'contextEquals, another one': [contextEquals({ source: 'gitlab' }), [], [{}]],
  timeOfDay: [timeOfDay({ start: '22:00:00', stop: '06:00:00' }), [{}], []],
  'timeOfDay, elsewhere': [
    timeOfDay({ start: '08:00:00', stop: '18:00:00', timezone: 'Asia/Tokyo' }),
    [{}],
    [],
  ],
  'timeOfDay, another time': [timeOfDay({ start: '08:00:00', stop: '18:00:00' }), [], [{}]],
};
