import { Construct } from 'constructs';
import type { EventDependency, SensorSpec, Template, Trigger } from '../../imports/argo-events';
import { ValidationError } from '../validation';
import { checkManifest } from './checks';
import {
  type Dependency,
  defineDependency,
  type EventReference,
  type FilterOptions,
  type TransformOptions,
} from './dependency';
import { declareExternal } from './external';
import { Manifest } from './manifest';
import { type Account, grantPermissions, type Permission } from './permissions';
import { defineTrigger, type TriggerProps } from './trigger';

/** A sensor. */
export interface SensorProps {
  /** The name of the Sensor object, and a part of the names of its consumers on the bus. */
  readonly name: string;
  /** The namespace of its pods, its bus and the event sources that it listens to. */
  readonly namespace: string;
  /** Labels of the Sensor object alone: its pods have those of `template.metadata`; none when left out. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Sensor object alone; none when left out. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The bus that it listens to; `default` when left out. */
  readonly eventBusName?: string;
  /**
   * Pods, of which one acts and the others stand by (all act when the bus is Kafka); 1 when left out. It takes more than
   * half of them to elect the one: of 3 one may be away, of 2 none, so that 2 are no safer than 1 (newEventBusElector in
   * pkg/shared/leaderelection/leaderelection.go).
   */
  readonly replicas?: number;
  /** How many old ReplicaSets of the pods are kept; Kubernetes' own 10 when left out. */
  readonly revisionHistoryLimit?: number;
  /** Fields in every line of the sensor's log; none when left out. */
  readonly loggingFields?: Readonly<Record<string, string>>;
  /** The pods of the sensor; the engine's own template when left out. */
  readonly template?: Template;
}

/**
 * A Sensor: dependencies say which events it takes, triggers what it does when they come.
 *
 * The names of sensor, dependencies and triggers are names of durable consumers on the bus: a new name, and
 * any change of a dependency or a condition, starts at new events and loses what waits
 * (pkg/eventbus/jetstream/sensor).
 */
export class Sensor extends Construct {
  /** The name of the Sensor object. */
  readonly name: string;
  /** The namespace of the Sensor object. */
  readonly namespace: string;
  private readonly dependencies: EventDependency[] = [];
  private readonly triggers: Trigger[] = [];
  private readonly needed: Permission[] = [];
  private readonly findings: string[] = [];
  private account: Account | undefined;

  constructor(scope: Construct, id: string, props: SensorProps) {
    super(scope, id);
    this.name = props.name;
    this.namespace = props.namespace;
    const object = () => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: {
        name: props.name,
        namespace: props.namespace,
        ...(props.labels && { labels: props.labels }),
        ...(props.annotations && { annotations: props.annotations }),
      },
      spec: this.spec(props),
    });
    this.node.addValidation({ validate: () => this.findings });
    checkManifest(this, 'sensor', new Manifest(this, 'Sensor', object));
  }

  /**
   * Takes an event under a name that is unique in the sensor, after a transform that makes other data of it. What is
   * wrong with its filters is said at synth, with all other findings.
   */
  on<T>(
    name: string,
    event: EventReference<unknown>,
    options: TransformOptions<T> & FilterOptions<T>,
  ): Dependency<T>;
  /** The same without a transform. */
  on<T>(name: string, event: EventReference<T>, options?: FilterOptions<T>): Dependency<T>;
  on<T>(
    name: string,
    event: EventReference<unknown>,
    options: FilterOptions<T> & Partial<TransformOptions<T>> = {},
  ): Dependency<T> {
    const { dependency, spec, problems } = defineDependency(name, event, options);
    if (event.isExternal) {
      const metadata = { name: event.eventSourceName, namespace: this.namespace };
      declareExternal(this, { kind: 'EventSource', metadata });
    }
    this.findings.push(...problems);
    this.dependencies.push(spec);
    return dependency;
  }

  /**
   * Does something when the condition is met, under a name that is unique in the sensor. What is wrong with it is said
   * at synth, with all other findings.
   */
  do(name: string, props: TriggerProps): void {
    try {
      const { trigger, permissions, findings } = defineTrigger(name, props, this.namespace);
      this.findings.push(...findings);
      this.needed.push(...permissions);
      this.triggers.push(trigger);
    } catch (error) {
      // Said with the other findings. Something has to stand in for the trigger, lest its dependencies seem to be unused;
      // nothing is written anyway.
      if (!(error instanceof ValidationError)) throw error;
      this.findings.push(...error.findings.map(({ message }) => `The trigger "${name}": ${message}`));
      this.triggers.push({ template: { name, conditions: props.conditions.expression, log: {} } });
    }
    this.updateRoles();
  }

  /** What the triggers need that there are so far: {@link grant} allows it, or one Role for several sensors. */
  get permissions(): readonly Permission[] {
    return this.needed;
  }

  /** Allows the account of the pods what the triggers need, and nothing more: Roles named like the sensor. */
  grant(account: Account): void {
    if (this.account) {
      const both = `"${this.account.name}" and "${account.name}"`;
      this.findings.push(`The sensor is granted to ${both}: its pods have one account`);
      return;
    }
    this.account = account;
    this.updateRoles();
  }

  private updateRoles(): void {
    if (this.account) grantPermissions(this, this.name, this.account, this.needed);
  }

  private spec(props: SensorProps): SensorSpec {
    return {
      ...(props.template && { template: props.template }),
      eventBusName: props.eventBusName ?? 'default',
      ...(props.replicas !== undefined && { replicas: props.replicas }),
      ...(props.revisionHistoryLimit !== undefined && { revisionHistoryLimit: props.revisionHistoryLimit }),
      ...(props.loggingFields && { loggingFields: { ...props.loggingFields } }),
      dependencies: this.dependencies,
      triggers: this.triggers,
    };
  }
}
