import { Construct } from 'constructs';
import type { EventSourceSpec, ServicePort, Template } from '../../imports/argo-events';
import { addCheck } from '../validations';
import { addWarning } from '../warnings';
import { accountProblems, missingGrant, withServiceAccount } from './account';
import { labelsFor, namespaceFor } from './chart';
import { checkManifest } from './checks';
import type { EventReference } from './dependency';
import type { EventDefinition, EventDefinitions, EventSourceKind } from './event-definition';
import { permissionsOf, portOf } from './event-sources/needs';
import { Manifest } from './manifest';
import { type Account, grantPermissions, type Permission } from './permissions';
import { ANY, isObject, NAME, type PropTable, refuseWrongProps } from './props';
import { addSource } from './sources';

/** The props of an {@link EventSource}. */
export interface EventSourceProps<Events extends EventDefinitions> {
  /** The name of the EventSource object. It is a part of the subjects of its events on the bus. */
  readonly name: string;
  /**
   * The namespace of the object, its pods, its bus and the sensors that use its events.
   *
   * @default the namespace of the Chart that it is in
   */
  readonly namespace?: string;
  /**
   * Labels of the EventSource object. Its pods have those of `template.metadata`.
   *
   * @default those of the Chart that it is in. They are added to the given ones
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of the EventSource object. Its pods have those of `template.metadata`.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Its events, by name. Some kinds cannot be in one EventSource: the rule `event-source-kinds` finds them. */
  readonly events: Events;
  /**
   * The name of the bus that it sends to.
   *
   * @default 'default'
   */
  readonly eventBusName?: string;
  /**
   * The number of pods. For a kind that listens on a port, and for azureQueueStorage, mns and sqs, all pods work. For
   * any other kind one pod works and the others stand by, as with a sensor (RecreateStrategyEventSources in
   * pkg/apis/events/v1alpha1/const.go).
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * The pods of the event source: service account, container, node selector and so on.
   *
   * @default the engine's own pod template
   */
  readonly template?: Template;
  /**
   * Whether the controller makes a Service `<name>-eventsource-svc` for the ports of the events.
   *
   * @default true if an event has a port
   */
  readonly service?: boolean;
}

const PROPS: PropTable<EventSourceProps<EventDefinitions>> = {
  name: NAME,
  namespace: ANY,
  labels: ANY,
  annotations: ANY,
  events: [isEvents, 'events by name, each from a function such as webhookEvent(…)'],
  eventBusName: ANY,
  replicas: ANY,
  template: ANY,
  service: ANY,
};

function isEvents(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.values(value).every(
      (event) => isObject(event) && typeof event['kind'] === 'string' && isObject(event['spec']),
    )
  );
}

/**
 * An EventSource: it receives events and puts them on the bus.
 *
 * @example
 * ```ts
 * const clock = new EventSource(folder, 'clock', {
 *   name: 'clock',
 *   namespace: 'events',
 *   events: { hour: calendarEvent({ schedule: '0 * * * *' }) },
 * });
 * sensor.on('hour', clock.event('hour'));
 * ```
 * ```yaml
 * apiVersion: argoproj.io/v1alpha1
 * kind: EventSource
 * metadata:
 *   name: clock
 *   namespace: events
 * spec:
 *   eventBusName: default
 *   calendar:
 *     hour:
 *       schedule: 0 * * * *
 *       interval: ""
 * ```
 */
export class EventSource<Events extends EventDefinitions> extends Construct {
  /** The name of the EventSource object. */
  readonly name: string;
  /** The namespace of the EventSource object. */
  readonly namespace: string;
  private readonly events: Events;
  private account: Account | undefined;

  /** @throws ValidationError if a prop is unknown or missing, or neither the props nor the Chart has a namespace */
  constructor(scope: Construct, id: string, props: EventSourceProps<Events>) {
    super(scope, id);
    refuseWrongProps(this, props, PROPS);
    this.name = props.name;
    this.namespace = namespaceFor(this, 'EventSource', props.namespace);
    this.events = props.events;
    addSource(this, { name: this.name, namespace: this.namespace, eventBusName: props.eventBusName });
    const object = () => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventSource',
      metadata: {
        name: props.name,
        namespace: this.namespace,
        ...labelsFor(this, props.labels),
        ...(props.annotations && { annotations: props.annotations }),
      },
      spec: toSpec(props, withServiceAccount(props.template, this.account)),
    });
    addCheck(this, () => {
      for (const warning of missingGrant(props.template, this.account, this.permissions())) {
        addWarning(this, warning);
      }
      return accountProblems(props.template, this.account, this.namespace);
    });
    checkManifest(this, 'eventsource', new Manifest(this, 'EventSource', object));
  }

  /**
   * A reference to the event of that name, for {@link Sensor.on}.
   *
   * @example
   * ```ts
   * sensor.on('comment', github.event('comments'));
   * ```
   * ```yaml
   * - name: comment
   *   eventSourceName: github
   *   eventName: comments
   * ```
   */
  event<Name extends keyof Events & string>(
    name: Name,
  ): EventReference<Events[Name] extends EventDefinition<infer T> ? T : never> {
    return { eventSourceName: this.name, namespace: this.namespace, eventName: name };
  }

  /**
   * Makes a Role and a RoleBinding, named like the event source, that allow the account what the events need.
   *
   * @param account the account of the pods, in the namespace of the event source. It becomes
   * `template.serviceAccountName` if the template has none
   *
   * @example
   * ```ts
   * const settings = new EventSource(folder, 'settings', {
   *   name: 'settings',
   *   namespace: 'events',
   *   events: {
   *     changed: resourceEvent<ConfigMap>({
   *       group: '',
   *       version: 'v1',
   *       resource: 'configmaps',
   *       namespace: 'shop',
   *       eventTypes: ['UPDATE'],
   *     }),
   *   },
   * });
   * settings.grant({ name: 'settings', namespace: 'events' });
   * ```
   * ```yaml
   * rules:
   *   - apiGroups:
   *       - ""
   *     resources:
   *       - configmaps
   *     verbs:
   *       - list
   *       - watch
   * ```
   */
  grant(account: Account): void {
    this.account = account;
    grantPermissions(this, this.name, account, this.permissions());
  }

  private permissions(): readonly Permission[] {
    return Object.values(this.events).flatMap((event) => permissionsOf(event, this.namespace));
  }
}

// A Service with several ports needs a name for each.
function servicePort(port: number, isNamed: boolean): ServicePort {
  return { ...(isNamed && { name: `port-${port}` }), port, targetPort: port };
}

function toSpec(props: EventSourceProps<EventDefinitions>, template: Template | undefined): EventSourceSpec {
  const kinds: Partial<Record<EventSourceKind, Record<string, object>>> = {};
  for (const [name, event] of Object.entries(props.events)) {
    kinds[event.kind] = { ...kinds[event.kind], [name]: event.spec };
  }
  const ports = [...new Set(Object.values(props.events).flatMap((event) => portOf(event) ?? []))];
  return {
    eventBusName: props.eventBusName ?? 'default',
    ...(props.replicas !== undefined && { replicas: props.replicas }),
    ...(template && { template }),
    ...(ports.length > 0 &&
      props.service !== false && {
        service: { ports: ports.map((port) => servicePort(port, ports.length > 1)) },
      }),
    // The function of each kind has made these specs, and the compiler has checked their types there.
    ...(kinds as Partial<EventSourceSpec>),
  };
}
