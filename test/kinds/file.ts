import { join } from 'node:path';
import schema from '../../imports/sensor.schema.json';
import { EventBus } from '../../src/argo-events/event-bus';
import { EventSource } from '../../src/argo-events/event-source';
import type { Json } from '../../src/argo-events/references/parameters';
import { Sensor } from '../../src/argo-events/sensor';
import { type Action, type BoundAction, create, type OtherTriggerKind } from '../../src/argo-events/triggers';
import { withControllerDefaults } from '../../src/argo-events/triggers/controller-defaults';
import { COMMENT } from '../argo-events/events';
import { render } from '../argo-events/rendered';
import { BUSES } from './event-buses';
import { EVENTS } from './event-sources';
import { FILTERS } from './filters';
import { DATA, FURTHER_TRIGGERS, REFERENCES, TRIGGERS, type TriggerSample, VALUES } from './triggers';

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

const CONTEXT = { namespace: 'events', dependency: 'comment', isCertain: true };

/** The one field of a trigger template that names the kind, and its value. */
function partOf({ template }: BoundAction): readonly [kind: OtherTriggerKind, fields: Fields] {
  return Object.entries(template)[0] as unknown as [OtherTriggerKind, Fields];
}

type Fields = { readonly [field: string]: Json };

/** What the engine has to make of a trigger with references: the same trigger with the values of the event. */
export function wantedOf(sample: TriggerSample): { template: Fields; payload?: unknown } {
  const { parameters: _, payload, ...template } = partOf(sample(VALUES).bind(CONTEXT))[1];
  return { template, ...(payload !== undefined && { payload: VALUES.payload }) };
}

/** A trigger with nothing but the fields that one of its kind has to have. */
function least(sample: TriggerSample): Action {
  return {
    bind: (context) => {
      const bound = sample(REFERENCES).bind(context);
      const [kind, all] = partOf(bound);
      const fields = Object.entries(all).filter(
        ([field]) => field === 'parameters' || required(kind).includes(field),
      );
      const kept = bound.parameters?.filter(({ dest }) => required(kind).includes(dest.split('.')[1] ?? ''));
      return {
        template: withControllerDefaults({ [kind]: Object.fromEntries(fields) }),
        ...(kept && { parameters: kept }),
        permissions: [],
      };
    },
  };
}

/** A sensor with a trigger of each kind, another with the least that each and a policy has to have, an event source with an event of each, a bus of each, and filters; and what has to come of it. */
export function toFile(): string {
  const samples = Object.entries({ ...TRIGGERS, ...FURTHER_TRIGGERS });
  const nameOf = (sample: string) => `act-${sample.toLowerCase()}`;
  const objects = render((folder) => {
    const sensor = new Sensor(folder, 'kinds', { name: 'kinds', namespace: 'events' });
    const conditions = sensor.on('comment', COMMENT);
    for (const [name, sample] of samples) {
      sensor.do(nameOf(name), { conditions, action: sample(REFERENCES) });
    }
    const small = new Sensor(folder, 'least', { name: 'least', namespace: 'events' });
    const comment = small.on('comment', COMMENT);
    for (const [kind, sample] of Object.entries(TRIGGERS)) {
      small.do(nameOf(kind), { conditions: comment, action: least(sample) });
    }
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } };
    small.do('wait', {
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
  const wanted = Object.fromEntries(samples.map(([name, sample]) => [nameOf(name), wantedOf(sample)]));
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
