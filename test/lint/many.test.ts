import { checkSet, type PlainObject, RULES, type SetRule } from '../../src/lint';

// How long a check takes depends on the machine. How often a rule looks at an object does not.

const SET_RULES = RULES.filter((rule): rule is SetRule => 'checkAll' in rule);

test.each(SET_RULES.map((rule) => [rule.id, rule] as const))(
  '%s looks at twice as many objects twice as often, not four times',
  (_, rule) => {
    for (const tree of [oneNamespace, manyNamespaces, oneSource]) {
      const [once, twice] = [looksOf(rule, tree(40)), looksOf(rule, tree(80))];
      expect(once).toBeGreaterThan(0);
      expect(twice).toBeLessThan(2.5 * once);
    }
  },
);

/** How often a rule reads a field of the objects at their root, to find what is wrong in them. */
function looksOf(rule: SetRule, objects: readonly PlainObject[]): number {
  let looks = 0;
  const watched = objects.map(
    (object) =>
      new Proxy(object, {
        get: (target, field) => {
          looks++;
          return target[String(field)];
        },
      }),
  );
  checkSet(watched, { complete: true, rules: [rule] });
  return looks;
}

/** Sensors with all that belongs to them, and a selector that finds none of their pods. */
const oneNamespace = (count: number) =>
  numbers(count).flatMap((number) => objectsOf(number, 'events', number));
const manyNamespaces = (count: number) => numbers(count).flatMap((number) => objectsOf(0, `n${number}`, 0));

/** Sensors that all have their event from one source. */
const oneSource = (count: number) => [
  ...numbers(count).flatMap((number) => objectsOf(number, 'events', 'shared')),
  object('EventSource', 'events', 'source-shared', {
    spec: { webhook: Object.fromEntries(numbers(count).map((number) => [`event-${number}`, {}])) },
  }),
];

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function objectsOf(number: number, namespace: string, source: number | string): PlainObject[] {
  const labels = { team: 'shop', part: `part-${number}` };
  const [name, bus, secret] = [
    `sensor-${number}`,
    `bus-${number}`,
    { name: `secret-${number}`, key: 'other' },
  ];
  const dependency = { name: 'a', eventSourceName: `source-${source}`, eventName: `event-${number}` };
  return [
    object('EventBus', namespace, bus, { spec: { nats: {} } }),
    object('Secret', namespace, secret.name, { stringData: { token: 'x' } }),
    object('ServiceAccount', namespace, name, {}),
    object('RoleBinding', namespace, name, { subjects: [{ kind: 'ServiceAccount', name, namespace }] }),
    object('Service', namespace, name, { spec: { selector: labels } }),
    object('EventSource', namespace, `source-${number}`, {
      spec: { eventBusName: bus, calendar: { [`event-${number}`]: {} }, replicas: 2 },
    }),
    object('Sensor', namespace, name, {
      metadata: { name, namespace, labels },
      spec: {
        eventBusName: number % 2 ? bus : 'none',
        replicas: 2,
        dependencies: [dependency, { ...dependency, name: 'b', eventName: 'none' }],
        template: { serviceAccountName: number % 2 ? name : 'none', volumes: [] },
        triggers: [{ template: { name: 'tell', slack: { slackToken: secret } }, atLeastOnce: true }],
      },
    }),
  ];
}

function object(kind: string, namespace: string, name: string, fields: object): PlainObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace }, ...fields };
}
