import { Construct } from 'constructs';
import type { EventSourceSpec, ServicePort, Template } from '../../imports/argo-events';
import { checkManifest } from './checks';
import type { EventReference } from './dependency';
import { Manifest } from './manifest';
import { type Account, grantPermissions, type Permission } from './permissions';

/** The members of the EventSource spec of which each names a kind of event source. */
export type EventSourceKind = Exclude<
  keyof EventSourceSpec,
  'eventBusName' | 'replicas' | 'service' | 'template' | 'revisionHistoryLimit'
>;

/** One event of an event source, whose data has type T. Each kind is a function that gives one of these. */
export interface EventDefinition<out T> {
  /** Only for the type: no value has it. */
  readonly data?: T;
  /** The member of the EventSource spec that it goes into. */
  readonly kind: EventSourceKind;
  /** The event's part of the spec, below its kind and its name. */
  readonly spec: object;
  /** What the event source's account has to be allowed; nothing when left out. */
  readonly permissions?: readonly Permission[];
  /** The port that the event is received on, for the Service; none when left out. */
  readonly port?: number;
}

/** Events by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition<unknown>>>;

/** An event source. */
export interface EventSourceProps<Events extends EventDefinitions> {
  /** The name of the EventSource object, and a part of the subjects of its events on the bus. */
  readonly name: string;
  /** The namespace of its pods, its bus and the sensors that take its events. */
  readonly namespace: string;
  /** Labels of the EventSource object alone: its pods have those of `template.metadata`; none when left out. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the EventSource object alone; none when left out. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Its events by name. Not every kind can stand beside every other one: a rule says which. */
  readonly events: Events;
  /** The bus that it sends to; `default` when left out. */
  readonly eventBusName?: string;
  /**
   * Pods; 1 when left out. Of a kind that listens at a port, and of azureQueueStorage, mns and sqs, all take what reaches
   * them. Of any other kind one acts and the others stand by, as the pods of a sensor do
   * (RecreateStrategyEventSources in pkg/apis/events/v1alpha1/const.go).
   */
  readonly replicas?: number;
  /** The pods of the event source; the engine's own template when left out. */
  readonly template?: Template;
  /**
   * Whether the controller makes a Service `<name>-eventsource-svc` for the ports of the events, so that senders can
   * reach them; when left out, it does if any event has a port.
   */
  readonly service?: boolean;
}

/** An EventSource: it receives events of one or several kinds and puts them on the bus. */
export class EventSource<Events extends EventDefinitions> extends Construct {
  /** The name of the EventSource object. */
  readonly name: string;
  /** The namespace of the EventSource object. */
  readonly namespace: string;
  private readonly events: Events;

  constructor(scope: Construct, id: string, props: EventSourceProps<Events>) {
    super(scope, id);
    this.name = props.name;
    this.namespace = props.namespace;
    this.events = props.events;
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventSource',
      metadata: {
        name: props.name,
        namespace: props.namespace,
        ...(props.labels && { labels: props.labels }),
        ...(props.annotations && { annotations: props.annotations }),
      },
      spec: toSpec(props),
    };
    checkManifest(this, 'eventsource', new Manifest(this, 'EventSource', object));
  }

  /** The event of that name, for the dependency of a sensor. */
  event<Name extends keyof Events & string>(
    name: Name,
  ): EventReference<Events[Name] extends EventDefinition<infer T> ? T : never> {
    return { eventSourceName: this.name, eventName: name };
  }

  /** Allows the account what the events need, and nothing more: Roles named like the event source. */
  grant(account: Account): void {
    const permissions = Object.values(this.events).flatMap((event) => event.permissions ?? []);
    grantPermissions(this, this.name, account, permissions);
  }
}

// Kubernetes wants a name for each port of a Service that has several.
function servicePort(port: number, isNamed: boolean): ServicePort {
  return { ...(isNamed && { name: `port-${port}` }), port, targetPort: port };
}

function toSpec(props: EventSourceProps<EventDefinitions>): EventSourceSpec {
  const kinds: Partial<Record<EventSourceKind, Record<string, object>>> = {};
  for (const [name, event] of Object.entries(props.events)) {
    kinds[event.kind] = { ...kinds[event.kind], [name]: event.spec };
  }
  const ports = [...new Set(Object.values(props.events).flatMap((event) => event.port ?? []))];
  return {
    eventBusName: props.eventBusName ?? 'default',
    ...(props.replicas !== undefined && { replicas: props.replicas }),
    ...(props.template && { template: props.template }),
    ...(ports.length > 0 &&
      props.service !== false && {
        service: { ports: ports.map((port) => servicePort(port, ports.length > 1)) },
      }),
    // Each kind's own function has made the spec of its events, checked against the type of the kind.
    ...(kinds as Partial<EventSourceSpec>),
  };
}
