import { Construct } from 'constructs';
import type { EventBusSpec, JetStreamBus, JetStreamConfig } from '../../imports/argo-events';
import { labelsFor, namespaceFor } from './chart';
import { checkManifest } from './checks';
import { Manifest } from './manifest';
import { ANY, isObject, type PropTable, refuseWrongProps } from './props';

/** The props of an {@link EventBus}. */
export interface EventBusProps {
  /**
   * The name of the EventBus object. Event sources and sensors that name no bus use the one called `default`.
   *
   * @default 'default'
   */
  readonly name?: string;
  /**
   * The namespace of the EventBus object. A bus serves only the event sources and sensors of its namespace.
   *
   * @default the namespace of the Chart that it is in
   */
  readonly namespace?: string;
  /**
   * Labels of the EventBus object.
   *
   * @default those of the Chart that it is in. They are added to the given ones
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * The kind of bus: {@link jetStream}, {@link jetStreamExotic}, or one of the engine's two other kinds in its own
   * form, `{ kafka: … }` or `{ nats: … }`.
   */
  readonly spec: EventBusSpec;
}

const PROPS: PropTable<EventBusProps> = {
  name: ANY,
  namespace: ANY,
  labels: ANY,
  spec: [isObject, 'a bus, such as jetStream(…)'],
};

/**
 * An EventBus: it carries events from the event sources of its namespace to the sensors of that namespace.
 *
 * @example
 * ```ts
 * new EventBus(folder, 'bus', { namespace: 'events', spec: jetStream({ version: 'latest', replicas: 3 }) });
 * ```
 * ```yaml
 * apiVersion: argoproj.io/v1alpha1
 * kind: EventBus
 * metadata:
 *   name: default
 *   namespace: events
 * spec:
 *   jetstream:
 *     version: latest
 *     replicas: 3
 * ```
 */
export class EventBus extends Construct {
  /** The name of the EventBus object. */
  readonly name: string;

  /** @throws ValidationError if a prop is unknown or missing, or neither the props nor the Chart has a namespace */
  constructor(scope: Construct, id: string, props: EventBusProps) {
    super(scope, id);
    refuseWrongProps(this, props, PROPS);
    this.name = props.name ?? 'default';
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventBus',
      metadata: {
        name: this.name,
        namespace: namespaceFor(this, 'EventBus', props.namespace),
        ...labelsFor(this, props.labels),
      },
      spec: props.spec,
    };
    checkManifest(this, 'eventbus', new Manifest(this, 'EventBus', object));
  }
}

/**
 * A JetStream that the controller runs. It keeps each event until the triggers have handled it, which `atLeastOnce`
 * needs. For a bus of one pod, set `replicas: 1` and `streamConfig: 'replicas: 1'`: without the second, the stream
 * wants three pods.
 *
 * @param bus the engine's own form: `version`, `replicas`, `persistence` and so on
 *
 * @example
 * ```ts
 * const spec = jetStream({ version: '2.10.29', replicas: 3, persistence: { volumeSize: '10Gi' } });
 * new EventBus(folder, 'bus', { namespace: 'events', spec });
 * ```
 * ```yaml
 * spec:
 *   jetstream:
 *     version: "2.10.29"
 *     replicas: 3
 *     persistence:
 *       volumeSize: 10Gi
 * ```
 */
export function jetStream(bus: JetStreamBus): EventBusSpec {
  return { jetstream: bus };
}

/**
 * A JetStream that somebody else runs. The engine always connects to it with TLS. The stream keeps events for ever,
 * unless `streamConfig` limits it: the controller's limits hold only for {@link jetStream} (Install in
 * pkg/reconciler/eventbus/installer/exotic_jetstream.go).
 *
 * @param config the engine's own form: `url`, `accessSecret`, `streamConfig`
 *
 * @example
 * ```ts
 * const spec = jetStreamExotic({ url: 'nats://nats.infra:4222', streamConfig: 'maxAge: 72h' });
 * new EventBus(folder, 'bus', { namespace: 'events', spec });
 * ```
 * ```yaml
 * spec:
 *   jetstreamExotic:
 *     url: nats://nats.infra:4222
 *     streamConfig: "maxAge: 72h"
 * ```
 */
export function jetStreamExotic(config: JetStreamConfig): EventBusSpec {
  return { jetstreamExotic: config };
}
