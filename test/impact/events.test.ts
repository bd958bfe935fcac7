import { statements, told } from './objects';

/** A sensor with one dependency and one trigger. */
function sensor({
  name = 'shop',
  event = 'comments',
  conditions = 'comment',
  more = '',
  trigger = 'act',
  bus = '',
} = {}) {
  return `
kind: Sensor
metadata: { name: ${name} }
spec:
  ${bus && `eventBusName: ${bus}`}
  dependencies: [{ name: comment, eventSourceName: github, eventName: ${event}${more} }]
  triggers: [{ template: { name: ${trigger}, ${conditions && `conditions: ${conditions}, `}log: {} } }]
`;
}

const GITHUB = `
kind: EventSource
metadata: { name: github }
spec: { github: { comments: { events: [issue_comment], webhook: { endpoint: /push, port: "12000" } } } }
`;

describe('a consumer that starts again', () => {
  test('loses what waits, and says which field has changed', () => {
    expect(told('events', sensor(), sensor({ more: ', transform: { jq: . }' }))).toEqual([
      'lost Sensor/shop: dependency "comment" has another "transform"; trigger "act" starts again with new events, and what waits at the deploy is lost',
    ]);
  });

  test('is none if only what the engine does not compare has changed', () => {
    expect(told('events', sensor(), sensor({ more: ', filters: null, note: x' }))).toEqual([]);
    expect(told('events', sensor(), sensor().replace('log: {}', 'log: { intervalSeconds: 5 }'))).toEqual([]);
  });

  test('says what brings the events back, by the kind of the sender', () => {
    const help = (source: string) =>
      statements(
        'events',
        `${sensor()}---${source}`,
        `${sensor({ more: ', transform: { jq: . }' })}---${source}`,
      )[0]?.help;
    expect(help(GITHUB)).toBe(
      'redeliver on GitHub what came in during the last minutes before the deploy, event "comments"',
    );
    const watching = (filter: string) =>
      GITHUB.replace(
        /github: \{ comments.*/,
        `resource: { comments: { resource: pods, eventTypes: [ADD]${filter} } } }`,
      );
    expect(help(watching(''))).toBe(
      'restart the pod of EventSource "github" after the deploy: it then sends event "comments" for every object that there is',
    );
    expect(help(watching(', filter: { afterStart: true }'))).toBe(
      'deploy while no event "comments" of EventSource "github" waits',
    );
    expect(
      help(GITHUB.replace('github: {', 'webhook: {').replace('events: [issue_comment], ', '')),
    ).toContain('or have the sender send again what came in meanwhile');
    expect(help(GITHUB.replace('name: github', 'name: other'))).toBe(
      'deploy while no event "comments" of EventSource "github" waits, or have what came in meanwhile sent again',
    );
  });

  test('comes late, if the event source says that its events come again, and is about the same', () => {
    const resent = GITHUB.replace(
      '{ name: github }',
      '{ name: github, annotations: { resent.cdk8s-argo-events/comments: the nightly job } }',
    );
    const change = (before: string, after: string) =>
      statements(
        'events',
        `${sensor()}---${before}`,
        `${sensor({ more: ', transform: { jq: . }' })}---${after}`,
      );
    expect(change(resent, resent)).toMatchObject([{ effect: 'late', help: 'nothing: "the nightly job"' }]);
    expect(change(resent, GITHUB)).toMatchObject([{ effect: 'lost' }]);
    // Of another event, or of objects elsewhere, nothing comes again.
    expect(change(resent, resent.replace('/comments', '/others'))).toMatchObject([{ effect: 'lost' }]);
    const watching = (namespace: string) =>
      resent.replace(
        /github: \{ comments.*/,
        `resource: { comments: { resource: pods, eventTypes: [ADD], namespace: ${namespace} } } }`,
      );
    expect(change(watching('a'), watching('a'))).toMatchObject([{ effect: 'late' }]);
    expect(change(watching('a'), watching('b'))).toMatchObject([{ effect: 'lost' }]);
  });

  test('loses the half of a condition too', () => {
    const both = (jq: string) => `
kind: Sensor
metadata: { name: shop }
spec:
  dependencies:
    - { name: a, eventSourceName: s, eventName: a }
    - { name: b, eventSourceName: s, eventName: b${jq} }
  triggers: [{ template: { name: act, conditions: a && b, log: {} } }]
`;
    expect(told('events', both(''), both(', transform: { jq: . }'))[0]).toMatch(
      /is lost, with the events that it keeps until its conditions are met$/,
    );
    expect(
      told('events', both('').replace('&&', '||'), both(', transform: { jq: . }').replace('&&', '||'))[0],
    ).toMatch(/is lost$/);
  });
});

describe('a consumer that is gone', () => {
  test('loses something only if another one takes over', () => {
    expect(told('events', sensor(), sensor({ trigger: 'other' }))[0]).toMatch(
      /^lost .*: a trigger is gone; /,
    );
    const two = sensor().replace(
      'triggers: [',
      'triggers: [{ template: { name: tell, conditions: comment, log: {} } }, ',
    );
    expect(told('events', two, sensor())).toEqual([
      'note Sensor/shop: a trigger is gone; what waits for trigger "tell" for dependency "comment" at the deploy is dropped, and no trigger takes its place',
    ]);
  });

  test('stays on the bus if the sensor has another name or bus', () => {
    const [renamed, fresh] = told('events', sensor(), sensor({ name: 'store' }));
    expect(renamed).toBe(
      'lost Sensor/shop: the new tree does not have the sensor; once it is deleted, what waits for dependency "comment" stays on the bus, and nothing reads it',
    );
    expect(fresh).toMatch(/^note Sensor\/store: new; it starts with new events/);
    expect(told('events', sensor(), sensor({ bus: 'other' }))[0]).toContain(
      'it is on bus "events/other", and was on "events/default"',
    );
    expect(told('events', sensor(), sensor({ bus: 'default' }))).toEqual([]);
    const [gone] = statements('events', sensor(), GITHUB);
    expect(gone).toMatchObject({ effect: 'note', help: expect.stringContaining('take a new name') });
  });

  test('is none that the engine does not find in the old conditions: it stops at a name that its store refuses', () => {
    const three = (conditions: string) => `
kind: Sensor
metadata: { name: shop }
spec:
  dependencies:
    - { name: a, eventSourceName: s, eventName: a }
    - { name: b, eventSourceName: s, eventName: b }
    - { name: c, eventSourceName: s, eventName: c }
  triggers: [{ template: { name: act, conditions: "${conditions}", log: {} } }]
`;
    const lines = three('a ||\\nb || c');
    expect(told('events', lines, three('a || b || c'))[0]).toContain(
      'trigger "act" for dependency "a" starts again',
    );
    expect(told('events', three('a || b || c'), lines)[0]).toContain(
      'trigger "act" for dependencies "a", "b" and "c" starts again',
    );
  });

  test('is what holds a trigger up for ever, if the bus keeps it for another event', () => {
    const [stuck] = statements('events', sensor({ conditions: '' }), sensor({ event: 'others' }));
    expect(stuck).toMatchObject({
      effect: 'lost',
      message: expect.stringContaining('trigger "act" gets no event any more'),
      help: 'rename the trigger or the dependency, so that it gets a new consumer',
    });
  });
});

describe('on another kind of bus', () => {
  const bus = (spec: string) => `---\nkind: EventBus\nmetadata: { name: default }\nspec: ${spec}\n`;
  const change = (spec: string, before: string, after: string) =>
    told('events', before + bus(spec), after + bus(spec));
  const STAN = '{ nats: { native: {} } }';
  const KAFKA = '{ kafka: { url: "k:9092" } }';

  test('filters and transforms are no part of what waits', () => {
    const jq = sensor({ more: ', transform: { jq: . }' });
    expect(change(STAN, sensor(), jq)).toEqual([]);
    expect(change(KAFKA, sensor(), jq)).toEqual([]);
  });

  test('NATS Streaming has the conditions in the name of the subscription, without blanks', () => {
    const two = (conditions: string) =>
      sensor({ conditions }).replace(
        'dependencies: [',
        'dependencies: [{ name: b, eventSourceName: s, eventName: b }, ',
      );
    expect(change(STAN, two('comment || b'), two('comment||b'))).toEqual([]);
    expect(change(STAN, two('comment || b'), two('b || comment'))[0]).toMatch(/^lost .* stays on the bus/);
    expect(change(KAFKA, two('comment || b'), two('b || comment'))).toEqual([]);
    expect(change(STAN, sensor(), sensor({ trigger: 'other' }))[0]).toMatch(/^lost /);
  });

  test('another event is dropped', () => {
    for (const spec of [STAN, KAFKA])
      expect(change(spec, sensor(), sensor({ event: 'others' }))).toEqual([
        'lost Sensor/shop: dependency "comment" is for another event; what waits for trigger "act" at the deploy is lost',
      ]);
  });

  test('Kafka has a consumer group for each sensor', () => {
    const group = (name: string) =>
      bus(`{ kafka: { url: "k:9092", consumerGroup: { groupName: ${name} } } }`);
    expect(told('events', sensor() + group('a'), sensor() + group('b'))[0]).toContain(
      'its consumer group is "b", and was "a"; what waits',
    );
    expect(told('events', sensor() + bus(KAFKA), sensor() + group('events-shop'))).toEqual([]);
  });

  test('another kind is another bus', () => {
    const [event] = told(
      'events',
      sensor() + bus(STAN),
      sensor() + bus('{ jetstream: { version: latest } }'),
    );
    expect(event).toContain('it is on bus "events/default", and was on "events/default (nats)"');
  });

  test('a bus that only one side has is taken for the same', () => {
    expect(told('events', sensor() + bus(STAN), sensor())).toEqual([]);
  });
});
