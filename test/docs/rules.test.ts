import { cliPage } from '../../scripts/docs/cli';
import { propsPage } from '../../scripts/docs/props';
import { rulesPage } from '../../scripts/docs/rules';
import { waitingPage } from '../../scripts/docs/waiting';
import { read } from './markdown';

test.each([
  ['rules', rulesPage],
  ['props', propsPage],
  ['cli', cliPage],
  ['waiting', waitingPage],
])('the page of the %s is what the code says of them: run npm run docs', (name, page) => {
  expect(read(`docs/reference/${name}.md`)).toBe(page());
});
