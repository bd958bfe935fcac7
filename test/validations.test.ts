import { App, Chart, Testing } from 'cdk8s';
import { finding, reject } from '../src/findings/refuse';
import { addCheck, validate } from '../src/validations';
import { warningsOf } from '../src/warnings';

function chart(): Chart {
  return new Chart(new App(), 'chart');
}

const wrong = (message: string, more: object = {}) => finding('filter', message, more);

test('what a check finds comes back as data, in its order among the texts of others, and each runs once', () => {
  const scope = chart();
  const calls: string[] = [];
  scope.node.addValidation({ validate: () => ['Foreign'] });
  addCheck(scope, () => {
    calls.push('check');
    return [wrong('is wrong', { path: ['spec', 0], value: 7, help: 'remove it' })];
  });
  scope.node.addValidation({ validate: () => ['Foreign too'] });
  expect(validate(scope)).toEqual([
    expect.objectContaining({ rule: 'validation', construct: 'chart', message: 'Foreign', path: [] }),
    { ...wrong('is wrong', { path: ['spec', 0], value: 7, help: 'remove it' }), construct: 'chart' },
    expect.objectContaining({ rule: 'validation', message: 'Foreign too' }),
  ]);
  expect(calls).toEqual(['check']);
});

test('what a check throws counts as its findings; any other error is thrown', () => {
  const scope = chart();
  addCheck(scope, () => reject('filter', 'is wrong', { construct: 'elsewhere' }));
  expect(validate(scope)).toMatchObject([{ construct: 'elsewhere', message: 'is wrong' }]);
  const faulty = chart();
  addCheck(faulty, () => {
    throw new TypeError('x is not a function');
  });
  expect(() => validate(faulty)).toThrow(TypeError);
});

test('what is found no longer is not remembered', () => {
  const scope = chart();
  const found = [wrong('is wrong', { value: 1 })];
  addCheck(scope, () => found);
  expect(validate(scope)).toHaveLength(1);
  found.length = 0;
  scope.node.addValidation({ validate: () => ['is wrong [filter]'] });
  expect(validate(scope)).toMatchObject([{ rule: 'validation' }]);
});

test('a warning refuses nothing: it becomes metadata, once', () => {
  const scope = chart();
  addCheck(scope, () => [wrong('is odd', { severity: 'warning' })]);
  const print = jest.spyOn(console, 'warn').mockImplementation();
  expect([...validate(scope), ...validate(scope)]).toEqual([]);
  expect(warningsOf(scope)).toMatchObject([{ construct: 'chart', message: 'is odd' }]);
  expect(print.mock.calls).toEqual([['warning: [chart] is odd [filter]']]);
  print.mockRestore();
});

test('cdk8s gets texts, with the construct that it does not know', () => {
  const scope = chart();
  addCheck(scope, () => [
    wrong('is wrong', { subject: 'trigger "a"', path: ['spec'], help: 'remove it' }),
    wrong('is wrong', { construct: 'chart/inner' }),
  ]);
  expect(() => Testing.synth(scope)).toThrow(
    '[chart] trigger "a" (spec): is wrong; remove it [filter]\n  [chart] chart/inner: is wrong [filter]',
  );
});
