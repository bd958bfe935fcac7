import { cliPage } from '../../scripts/docs/cli';
import { kindsPage } from '../../scripts/docs/kinds';
import { picturesPage, readmePage } from '../../scripts/docs/pictures';
import { propsPage } from '../../scripts/docs/props';
import { rulesPage } from '../../scripts/docs/rules';
import { triggersPage } from '../../scripts/docs/triggers';
import { waitingPage } from '../../scripts/docs/waiting';
import { testEngine } from '../engine-built';
import { read } from './markdown';

test.each([
  ['../README', readmePage],
  ['reference/pictures', picturesPage],
  ['reference/triggers', triggersPage],
  ['reference/props', propsPage],
  ['reference/cli', cliPage],
  ['reference/waiting', waitingPage],
  ['library/kinds', kindsPage],
])('docs/%s.md is what the code says: run npm run docs', (name, page) => {
  expect(read(`docs/${name}.md`)).toBe(page());
});

testEngine('docs/reference/rules.md is what the code says: run npm run docs', () => {
  expect(read('docs/reference/rules.md')).toBe(rulesPage());
});
