import { type Attempt, arrived, newestOfEvents } from '../../scripts/redeliver/attempts';
import { attempt } from './server';

const ids = (attempts: readonly Attempt[]) => newestOfEvents(attempts).map(({ id }) => id);

test('of the attempts for an event the newest counts, and events come in their order', () => {
  const of = (guid: string, id: string) => attempt({ id, guid });
  expect(ids([of('a', '4'), of('b', '3'), of('c', '2'), of('a', '1')])).toEqual(['2', '3', '4']);
});

test('events that the loop does not read are left out', () => {
  expect(
    ids([
      attempt({ id: '1', guid: 'a', event: 'pull_request' }),
      attempt({ id: '5', guid: 'e', event: 'pull_request', action: 'synchronize' }),
      attempt({ id: '6', guid: 'f', action: 'closed' }),
      attempt({ id: '7', guid: 'g', event: 'toString' }),
      attempt({ id: '2', guid: 'b', action: 'edited' }),
      attempt({ id: '3', guid: 'c', event: 'ping', action: null }),
      attempt({ id: '4', guid: 'd' }),
    ]),
  ).toEqual(['4']);
});

test.each(['closed', 'reopened'])('a pull request that is %s is read', (action) => {
  expect(ids([attempt({ id: '1', event: 'pull_request', action }), attempt({ id: '2', guid: 'b' })])).toEqual(
    ['2', '1'],
  );
});

test.each([
  [0, false],
  [199, false],
  [200, true],
  [299, true],
  [302, false],
  [400, false],
  [502, false],
])('an event that was answered with %d has arrived: %s', (status_code, expected) => {
  expect(arrived(attempt({ status_code }))).toBe(expected);
});
