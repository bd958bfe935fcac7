import {
  finding,
  reject,
  unexpected,
  unknownName,
  unknownProps,
  within,
  wrongProp,
} from '../../src/findings/refuse';
import { ValidationError } from '../../src/findings/validation-error';

const place = { construct: 'prod/loop', path: ['props', 'retries'] };

test('a finding of a check is an error, with a link', () => {
  expect(finding('props', 'is wrong', { ...place, help: 'remove it' })).toEqual({
    rule: 'props',
    severity: 'error',
    construct: 'prod/loop',
    path: ['props', 'retries'],
    message: 'is wrong',
    help: 'remove it',
    docs: expect.stringMatching(/rules\.md#props$/),
  });
});

test('what is rejected is thrown as one finding', () => {
  expect(() => reject('props', 'is wrong', place)).toThrow(
    new ValidationError([finding('props', 'is wrong', place)]),
  );
});

test.each<[unknown, object]>([
  ['2.0', { message: 'expected a number, not "2.0"', value: '2.0' }],
  [{ a: 1 }, { message: 'expected a number, not an object', value: { a: 1 } }],
  [undefined, { message: 'missing', help: 'expected a number' }],
])('the wording for %j', (value, wording) => {
  expect(unexpected(value, 'a number')).toEqual(wording);
});

test('a text in place of an object is not shown: it may be a secret', () => {
  expect(unexpected('ghp_abc', 'an object of name, key')).toEqual({
    message: 'expected an object of name, key, not a string',
  });
});

test('an unknown name comes with the one that was meant, or with all', () => {
  const known = ['steps', 'duration'];
  const message = 'unknown field "step"';
  expect(unknownName('field', 'step', known)).toEqual({ message, help: 'did you mean "steps"?' });
  expect(unknownName('field', 'step', ['a', 'b'])).toEqual({ message, help: 'expected "a" or "b"' });
  expect(unknownName('field', 'step', [])).toEqual({ message });
});

test('a field of a prop has the path of the prop, and its own', () => {
  expect(within(place, 'store', 0)).toEqual({
    construct: 'prod/loop',
    path: ['props', 'retries', 'store', 0],
  });
  expect(wrongProp(within(place, 'store'), 5, 'an object')).toMatchObject({
    path: ['props', 'retries', 'store'],
    message: 'expected an object, not 5',
  });
  expect(unknownProps(place, { stare: 1, store: 1 }, ['store'])).toMatchObject([
    { path: ['props', 'retries'], message: 'unknown field "stare"', help: 'did you mean "store"?' },
  ]);
});
