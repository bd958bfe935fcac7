import type { EventSourceKind } from '../argo-events/event-definition';
import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import type { DataType } from './data-type';
import { hasBodyType, isEventKind } from './events';
import type { Names } from './names';

/** An event of an event source of the file. */
export interface FileEvent {
  readonly source: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: EventSourceKind;
  readonly spec: PlainObject;
}

/** The events of an EventSource. */
export function eventsOf(object: PlainObject): FileEvent[] {
  const { name: source, namespace } = asObject(object['metadata']);
  return Object.entries(asObject(object['spec'])).flatMap(([kind, events]) =>
    isEventKind(kind)
      ? Object.entries(asObject(events)).map(([name, spec]) => ({
          source: String(source),
          namespace: String(namespace),
          name,
          kind,
          spec: asObject(spec),
        }))
      : [],
  );
}

/** Fields of the data that the function of a kind has as texts. */
const KNOWN_TEXTS: Readonly<Partial<Record<EventSourceKind, readonly string[]>>> = {
  calendar: ['eventTime'],
  file: ['name'],
  hdfs: ['name'],
  sftp: ['name'],
  azureEventsHub: ['id', 'partitionKey', 'body'],
  mns: ['messageId', 'body'],
};

const TEXT_BODY: readonly EventSourceKind[] =
  'amqp azureQueueStorage azureServiceBus emitter generic kafka mqtt nats nsq pubSub pulsar redis sqs'.split(
    ' ',
  ) as EventSourceKind[];

/** How the data of an event gets its type. */
export interface TypedEvent {
  /** The type of the body, for the function of the kind. */
  readonly body?: string;
  /** The type of the data, if the function of the kind has another one. */
  readonly data?: string;
}

/**
 * How an event gets the type that the sensors read: by the function of its kind if that takes one, and otherwise where the
 * event is used.
 */
export function typeEvent(
  { kind, spec }: FileEvent,
  type: DataType,
  nameOf: (part: 'Body' | 'Data', type: DataType) => string,
): TypedEvent {
  if (type.isEmpty) return {};
  const body = type.only('body');
  if (body !== undefined && hasBodyType(kind, spec)) return { body: nameOf('Body', body) };
  const texts = KNOWN_TEXTS[kind] ?? (TEXT_BODY.includes(kind) && spec['jsonBody'] !== true ? ['body'] : []);
  return type.hasOnlyTexts(texts) ? {} : { data: nameOf('Data', type) };
}

/** The interfaces of a program. */
export class Interfaces {
  readonly #printed: string[] = [];
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The name of an interface for a type; the type itself if it is no object. */
  nameOf(wish: string, type: DataType, comment: string): string {
    if (!type.isObject) return type.printFlat();
    const name = this.#names.type(wish);
    this.#printed.push(`/** ${comment} */\ninterface ${name} {\n${type.printFields(2)}}`);
    return name;
  }

  /** All of them. */
  get printed(): readonly string[] {
    return this.#printed;
  }
}
