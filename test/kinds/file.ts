import { join } from 'node:path';
import schema from '../../imports/sensor.schema.json';
import { EventBus } from '../../src/argo-events/event-bus';
import { EventSource } from '../../src/argo-events/event-source';
import { Sensor } from '../../src/argo-events/sensor';
import {
  create,
  type OtherTriggerKind,
  type TriggerOfKind,
  triggerOfKind,
} from '../../src/argo-events/triggers';
import { COMMENT } from '../argo-events/events';
import { render } from '../argo-events/rendered';
import { BUSES } from './event-buses';
import { EVENTS } from './event-sources';
import { FILTERS } from './filters';
import { DATA, PAYLOAD, REFERENCES, TRIGGERS } from './triggers';

/** Where the objects are for the Go tests, which give them to the engine. */
export const FILE = join(__dirname, '../engine/kinds/kinds.json');

/** What the schema does not say of a kind, and a rule does, or that one of two is enough. */
const REQUIRED_TOO: { readonly [Kind in OtherTriggerKind]?: readonly string[] } = {
  azureServiceBus: ['topicName'],
  email: ['to', 'subject', 'body'],
  slack: ['channel', 'message'],
};

/** The fields that a trigger of a kind has to have. */
function required(kind: OtherTriggerKind): readonly string[] {
  const definitions = schema.definitions as unknown as Readonly<Record<string, Definition>>;
  const name = definitions['TriggerTemplate']?.properties?.[kind]?.$ref?.split('/').at(-1) ?? '';
  return [...(definitions[name]?.required ?? []), ...(REQUIRED_TOO[kind] ?? [])];
}

interface Definition {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly $ref?: string }>>;
}

const WITHOUT_PAYLOAD: readonly OtherTriggerKind[] = ['argoWorkflow', 'email', 'slack'];

/** A sensor with a trigger of each kind, another with the least that each and a policy has to have, an event source with an event of each, a bus of each, and filters; and what has to come of it. */
export function toFile(): string {
  const kinds = Object.keys(TRIGGERS) as OtherTriggerKind[];
  const objects = render((folder) => {
    const sensor = new Sensor(folder, 'kinds', { name: 'kinds', namespace: 'events' });
    const on = sensor.on('comment', COMMENT);
    for (const kind of kinds) {
      const payload = WITHOUT_PAYLOAD.includes(kind) ? {} : { payload: PAYLOAD.slots };
      const trigger = { ...TRIGGERS[kind](REFERENCES), ...payload } as TriggerOfKind<typeof kind>;
      sensor.do(`act-${kind.toLowerCase()}`, { conditions: on, action: triggerOfKind(kind, trigger) });
    }
    const least = new Sensor(folder, 'least', { name: 'least', namespace: 'events' });
    const comment = least.on('comment', COMMENT);
    for (const kind of kinds) {
      const all = { ...TRIGGERS[kind](REFERENCES), payload: PAYLOAD.slots };
      const fields = Object.entries(all).filter(([field]) => required(kind).includes(field));
      const trigger = Object.fromEntries(fields) as unknown as TriggerOfKind<typeof kind>;
      least.do(`act-${kind.toLowerCase()}`, { conditions: comment, action: triggerOfKind(kind, trigger) });
    }
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } };
    least.do('wait', {
      conditions: comment,
      action: create(configMap, { policy: { labels: { ready: 'yes' } } }),
    });
    for (const [kind, { event }] of Object.entries(EVENTS)) {
      const name = `of-${kind.toLowerCase()}`;
      new EventSource(folder, name, { name, namespace: 'events', events: { order: event } });
    }
    for (const [kind, spec] of Object.entries(BUSES)) {
      const name = `by-${kind.toLowerCase()}`;
      new EventBus(folder, name, { name, namespace: 'events', spec });
    }
  });
  const wanted = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      {
        template: TRIGGERS[kind](DATA as unknown as typeof REFERENCES),
        ...(!WITHOUT_PAYLOAD.includes(kind) && { payload: PAYLOAD.sent }),
      },
    ]),
  );
  const ofKind = (one: string) => Object.values(objects).filter(({ kind }) => kind === one);
  const file = {
    data: DATA,
    wanted,
    sensor: ofKind('Sensor')[0],
    least: ofKind('Sensor')[1],
    eventSources: ofKind('EventSource'),
    eventBuses: ofKind('EventBus'),
    filters: Object.entries(FILTERS).map(([name, [filter, passes, refuses]]) => ({
      name,
      filters: filter.toFilter(),
      passes,
      refuses,
    })),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
