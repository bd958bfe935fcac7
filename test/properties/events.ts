import { join } from 'node:path';
import fc from 'fast-check';
import { textWith } from '../argo-events/arbitrary';
import { TREACHEROUS } from '../gitops/arbitrary';
import { payloads } from '../payloads';

/** Where the changes are for the Go tests, which run the loop on the changed events. */
export const EVENTS_FILE = join(__dirname, '../engine/garbage/generated.json');

/** A sample event with other values in some places; a place without a value is removed. */
export interface Change {
  readonly base: string;
  readonly edits: readonly { readonly path: readonly string[]; readonly value?: unknown }[];
}

/** The changes of the events of each kind that the loop takes. */
export type Changes = Readonly<Record<'comments' | 'states' | 'runs', readonly Change[]>>;

const SPECIAL = '0123456789-.eE+"\\/{}[]:, \n\r\t\0\x7f\u0085\u2028\ufeff🔴{{$(`;|&';
const text = fc.oneof(
  fc.constantFrom(...TREACHEROUS.filter(({ length }) => length < 100)),
  textWith(SPECIAL, { maxLength: 30 }),
);
const digits = fc.oneof(
  fc.nat(12).map(String),
  fc.constantFrom('2345678901', '999999999999999', '1000000000000000', '0', '01', '-1', '1e3', '١'),
);
const anything = fc.oneof(
  text,
  digits,
  fc.jsonValue({ maxDepth: 2 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** What stands in a comment's key, or almost. */
const stored = fc
  .record(
    {
      pr: fc.oneof(fc.integer(), fc.constantFrom(42, 42.5, 1e300, '42', null), anything),
      repo: fc.oneof(
        fc.constantFrom('5dlabs/cto', '5DLabs/CTO', '5dlabs/cto/..', '5dlabs/cto\n', null),
        anything,
      ),
      author: anything,
      at: anything,
    },
    { requiredKeys: [] },
  )
  .map((comment) => JSON.stringify(comment));

const stateKey = fc.oneof(
  fc.constantFrom(
    'status',
    'max_iterations',
    'current_iteration',
    'feedback_history',
    'start_time',
    'last_comment_id',
  ),
  fc
    .tuple(fc.constantFrom('comment-', 'iteration-', 'max-', 'handled-'), fc.oneof(digits, text))
    .map(([family, id]) => family + id),
  text,
);
const stateValue = fc.oneof(
  stored,
  digits,
  text,
  fc.constantFrom('active', 'exhausted', 'paused'),
  fc.json({ maxDepth: 1 }),
);
const side = fc.constantFrom('body', 'body', 'oldBody');
const metadata = fc
  .constantFrom(
    'name',
    'uid',
    'resourceVersion',
    'labels',
    'annotations',
    'ownerReferences',
    'labels/task-id',
    'labels/comment-id',
    'annotations/remediation.5dlabs.com',
    'ownerReferences/0',
    'ownerReferences/0/uid',
    'ownerReferences/0/name',
    'managedFields',
    'managedFields/0',
    'managedFields/0/time',
  )
  .map((place) => ['metadata', ...place.split('/')]);

const edit = (path: fc.Arbitrary<readonly string[]>, value: fc.Arbitrary<unknown>) =>
  fc.record({ path, value: fc.option(value, { nil: undefined, freq: 8 }) });
const inMetadata = edit(
  fc.tuple(side, metadata).map(([of, place]) => [of, ...place]),
  anything,
);

const stateEdit = fc.oneof(
  {
    weight: 4,
    arbitrary: edit(
      fc.tuple(side, stateKey).map(([of, key]) => [of, 'data', key]),
      stateValue,
    ),
  },
  {
    weight: 1,
    arbitrary: edit(
      fc.tuple(side, stateKey).map(([of, key]) => [of, 'data', key]),
      anything,
    ),
  },
  { weight: 1, arbitrary: inMetadata },
);

const label = fc.oneof(
  fc.tuple(digits, text).map(([id, after]) => ({ name: `task-${id}${after}` })),
  fc.oneof(digits, text).map((id) => ({ name: `task-${id}` })),
  anything.map((name) => ({ name })),
  anything,
);
/** Almost the text that counts: something before or after it, or another case. */
const near = (meant: string) =>
  fc.oneof(
    text.map((before) => before + meant),
    text.map((after) => meant + after),
    fc.constantFrom(meant.toLowerCase(), meant.toUpperCase(), meant.slice(1), meant.slice(0, -1)),
    anything,
  );
const MEANT = {
  'headers/X-Github-Event/0': near('issue_comment'),
  'body/action': near('created'),
  'body/repository/full_name': near('5dlabs/cto'),
  'body/issue/state': near('open'),
  'body/issue/pull_request/url': near('https://api.github.com/repos/5dlabs/cto/pulls/42'),
  'body/issue/number': anything,
  'body/issue/labels': fc.array(label, { minLength: 1, maxLength: 5 }),
  'body/comment/id': anything,
  'body/comment/user/login': near('5DLabs-Tess[bot]'),
  'body/comment/body': near('🔴 Required Changes'),
  'body/comment/created_at': anything,
} as const;
const commentEdit = fc.oneof(
  ...Object.entries(MEANT).map(([place, value]) => edit(fc.constant(place.split('/')), value)),
);

/** Bases of an event source, by the part of their names in front. */
function change(
  prefix: string,
  one: fc.Arbitrary<Change['edits'][number]>,
  maxLength: number,
): fc.Arbitrary<Change> {
  const bases = payloads.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return fc.record({ base: fc.constantFrom(...bases), edits: fc.array(one, { minLength: 1, maxLength }) });
}

/** The changes, always the same ones; with another seed and more of them, for a search by hand. */
export function changes(seed = 20260102, times = 1): Changes {
  const some = (arbitrary: fc.Arbitrary<Change>) =>
    fc.sample(arbitrary, { seed, numRuns: 150 * times }).filter((one) => JSON.stringify(one).length < 1000);
  return {
    // A comment that two filters refuse says nothing of either.
    comments: some(change('comment-accepted', commentEdit, 1)),
    states: some(change('state-', stateEdit, 4)),
    runs: some(change('run-', inMetadata, 2)),
  };
}
