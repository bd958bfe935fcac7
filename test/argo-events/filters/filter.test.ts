import { equals, type Filter, present } from '../../../src/argo-events/filters';
import { joinFilters } from '../../../src/argo-events/filters/filter';
import { comment } from '../rendered';

const created = equals(comment.body.action, 'created');
const isPullRequest = present(comment.body.issue.pull_request.url);
const script = (text: string): Filter => ({ toFilter: () => ({ script: text }) });

test('data filters are joined in the order in which they are given', () => {
  const { joined, doubled } = joinFilters([created, isPullRequest]);
  expect(joined?.data?.map(({ path }) => path)).toEqual(['body.action', 'body.issue.pull_request.url']);
  expect(doubled).toEqual([]);
});

test('filters of other kinds stand beside them', () => {
  const { joined } = joinFilters([script('return true'), created]);
  expect(joined).toMatchObject({ script: 'return true', data: [{ path: 'body.action' }] });
});

test('a member that the engine has once keeps the first, and is told when it comes again', () => {
  const { joined, doubled } = joinFilters([script('return true'), script('return false')]);
  expect(joined).toEqual({ script: 'return true' });
  expect(doubled).toEqual(['script']);
});

test('no filters are none, not an empty filter', () => {
  expect(joinFilters([]).joined).toBeUndefined();
});
