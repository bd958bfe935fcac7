import { told } from './objects';

const GITHUB = `
kind: EventSource
metadata: { name: github }
spec:
  service: { ports: [{ port: 12000 }] }
  github: { comments: { events: [push], webhookSecret: { name: s, key: k }, webhook: { endpoint: /push, port: "12000" } } }
`;
const change = (before: string, after: string) =>
  told('addresses', GITHUB, GITHUB.replace(before, after)).map((line) => line.replace('EventSource/', ''));

test('another endpoint or port loses what is sent to the old one', () => {
  expect(change('/push', '/pull')).toEqual([
    'lost github: event "comments" has another address, from endpoint "/push" to "/pull"; requests to the old one are lost',
  ]);
});

test('a port of the pod to which the Service leads no more', () => {
  expect(change('port: "12000"', 'port: "12001"')).toEqual([
    'lost github: no port of Service "github-eventsource-svc" leads to event "comments" any more; requests are lost',
  ]);
  const without = GITHUB.replace(/ {2}service.*\n/, '');
  expect(told('addresses', without, without.replace('"12000"', '"12001"'))[0]).toContain(
    'from port "12000" to "12001"',
  );
});

test('what no sender sees is no other address', () => {
  expect(change('events: [push]', 'events: [push, ping]')).toEqual([]);
  expect(change('port: 12000', 'port: 12000, targetPort: 12000')).toEqual([]);
  expect(change('port: "12000"', 'port: "12000", method: POST, url: "https://a.example.com"')).toEqual([]);
  // The pod has another port, and the Service leads to it.
  const behind = (port: string) =>
    GITHUB.replace('port: 12000', `port: 80, targetPort: ${port}`).replace('"12000"', `"${port}"`);
  expect(told('addresses', behind('12000'), behind('12001'))).toEqual([]);
});

test('the kind webhook has a method too', () => {
  const webhook = (method: string) =>
    `kind: EventSource\nmetadata: { name: w }\nspec: { webhook: { e: { endpoint: /e, port: "1", method: ${method} } } }\n`;
  expect(told('addresses', webhook('POST'), webhook('PUT'))[0]).toContain('from method "POST" to "PUT"');
});

test('another port of the Service, none, or a first one', () => {
  expect(change('port: 12000', 'port: 80, targetPort: 12000')[0]).toContain('from port "12000" to "80"');
  const two = GITHUB.replace('{ port: 12000 }', '{ port: 12000 }, { name: more, port: 81 }');
  expect(told('addresses', two, GITHUB)).toEqual([
    'lost EventSource/github: Service "github-eventsource-svc" has no port 81 any more; requests to it are lost',
  ]);
  expect(told('addresses', GITHUB, two)).toEqual([
    'note EventSource/github: Service "github-eventsource-svc" has ports 12000, 81 now, and had 12000',
  ]);
  const without = GITHUB.replace(/ {2}service.*\n/, '');
  expect(told('addresses', GITHUB, without)[0]).toContain('is gone; requests to it are lost');
  expect(told('addresses', without, GITHUB)).toEqual([
    'note EventSource/github: there is a Service "github-eventsource-svc" now, with port 12000',
  ]);
});

test('a Secret that is there no more is no small thing, and one in another order is the same', () => {
  expect(change('webhookSecret: { name: s, key: k }, ', '')).toEqual([
    'note github: event "comments" has no "webhookSecret" any more: from then on, anybody can post events',
  ]);
  expect(change('{ name: s, key: k }', '{ key: k, name: s }')).toEqual([]);
});

test('another Secret is for the sender too', () => {
  expect(change('{ name: s, key: k }', '{ name: t, key: k }')).toEqual([
    'note github: event "comments" uses key "k" of Secret "t" as its "webhookSecret"; without it the pod does not start, and with another value than the sender has, requests are refused',
  ]);
});

test('an event or a source that is gone loses something if another one takes over', () => {
  const other = GITHUB.replace('name: github', 'name: hub');
  expect(told('addresses', GITHUB, other)).toEqual([
    'lost EventSource/github: the new tree has no event "comments" here any more, Service "github-eventsource-svc"',
  ]);
  expect(told('addresses', GITHUB, 'kind: Sensor\nmetadata: { name: s }')[0]).toMatch(/^note /);
  expect(change('comments:', 'reviews:')[0]).toMatch(
    /^lost github: the new tree has no event "comments" here/,
  );
  const calendar =
    'kind: EventSource\nmetadata: { name: c }\nspec: { calendar: { tick: { interval: 1h } } }\n';
  expect(told('addresses', calendar, GITHUB)).toEqual([]);
});
