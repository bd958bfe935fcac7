import { Construct } from 'constructs';
import type { EventBusSpec, JetStreamBus, JetStreamConfig } from '../../imports/argo-events';
import { checkManifest } from './checks';
import { Manifest } from './manifest';

/** A bus. */
export interface EventBusProps {
  /** `default` when left out: the bus of event sources and sensors that name none. */
  readonly name?: string;
  /** A bus serves the event sources and sensors of its own namespace only. */
  readonly namespace: string;
  /** Labels of the EventBus object; none when left out. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * What carries the events: {@link jetStream}, {@link jetStreamExotic}, or one of the engine's other two kinds in its
   * own form, `{ kafka: … }` and `{ nats: … }`.
   */
  readonly spec: EventBusSpec;
}

/** An EventBus: it carries events from the event sources of its namespace to the sensors there. */
export class EventBus extends Construct {
  /** The name of the EventBus object. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: EventBusProps) {
    super(scope, id);
    this.name = props.name ?? 'default';
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'EventBus',
      metadata: {
        name: this.name,
        namespace: props.namespace,
        ...(props.labels && { labels: props.labels }),
      },
      spec: props.spec,
    };
    checkManifest(this, 'eventbus', new Manifest(this, 'EventBus', object));
  }
}

/**
 * A JetStream that the controller runs. It keeps events until each trigger has seen them, as `atLeastOnce` needs it;
 * on a STAN bus the engine says that it ignores that (Start in pkg/sensors/cmd/start.go). With `replicas: 1`, for a cluster
 * to try things, `streamConfig: 'replicas: 1'` has to be there too: a rule tells why.
 */
export function jetStream(bus: JetStreamBus): EventBusSpec {
  return { jetstream: bus };
}

/**
 * A JetStream that somebody else runs. The engine speaks TLS to it in any case, and keeps events for ever unless
 * `streamConfig` limits them: the controller's own limits are for {@link jetStream} (Install in
 * pkg/reconciler/eventbus/installer/exotic_jetstream.go).
 */
export function jetStreamExotic(config: JetStreamConfig): EventBusSpec {
  return { jetstreamExotic: config };
}
