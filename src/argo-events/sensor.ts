import { Construct } from 'constructs';
import type { EventDependency, SensorSpec, Template, Trigger } from '../../imports/argo-events';
import {
  type Condition,
  type Dependency,
  defineDependency,
  type EventReference,
  type Filtered,
  type Transformed,
} from './dependency';
import { Manifest } from './manifest';
import { type Account, grantPermissions, type Permission } from './permissions';
import { checkAgainstSchema } from './schema-check';
import { defineTrigger, type TriggerProps } from './trigger';

/** A sensor. */
export interface SensorProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the Sensor object alone: its pods have those of `template.metadata`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The bus that it listens to; `default` when left out. */
  readonly eventBusName?: string;
  /** The engine runs one pod at a time, the others wait to take over; 1 when left out. */
  readonly replicas?: number;
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
  readonly name: string;
  readonly namespace: string;
  private readonly dependencies: EventDependency[] = [];
  private readonly triggers: Trigger[] = [];
  private readonly permissions: Permission[] = [];
  private readonly findings: string[] = [];

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
    checkAgainstSchema(this, 'sensor', object);
    new Manifest(this, 'Sensor', object);
  }

  /** Takes an event under a name that is unique in the sensor. */
  on<T>(name: string, event: EventReference<unknown>, options: Transformed<T> & Filtered<T>): Dependency<T>;
  on<T>(name: string, event: EventReference<T>, options?: Filtered<T>): Dependency<T>;
  on<T>(
    name: string,
    event: EventReference<unknown>,
    options: Filtered<T> & Partial<Transformed<T>> = {},
  ): Dependency<T> {
    const { dependency, spec, doubledFilters } = defineDependency(name, event, options);
    this.refuseDouble(
      'dependency',
      name,
      this.dependencies.map((other) => other.name),
    );
    for (const member of doubledFilters) {
      this.findings.push(`The dependency "${name}" has two filters of "${member}": the engine takes one`);
    }
    this.dependencies.push(spec);
    return dependency;
  }

  /** Does something when the condition is met, under a name that is unique in the sensor. */
  do(name: string, props: TriggerProps): void {
    const taken = this.triggers.flatMap(({ template, dlqTrigger }) => [
      template.name,
      ...(dlqTrigger ? [dlqTrigger.template.name] : []),
    ]);
    this.refuseDouble('trigger', name, taken);
    if (props.fallback) this.refuseDouble('trigger', props.fallback.name, [...taken, name]);
    const { trigger, permissions, findings } = defineTrigger(name, props, this.namespace);
    this.checkCondition(name, props.on);
    this.findings.push(...findings);
    this.permissions.push(...permissions);
    this.triggers.push(trigger);
  }

  /** Allows the account what the triggers need, and nothing more: Roles named like the sensor. */
  grant(account: Account): void {
    grantPermissions(this, this.name, account, this.permissions);
  }

  private spec(props: SensorProps): SensorSpec {
    return {
      ...(props.template && { template: props.template }),
      eventBusName: props.eventBusName ?? 'default',
      ...(props.replicas !== undefined && { replicas: props.replicas }),
      dependencies: this.dependencies,
      triggers: this.triggers,
    };
  }

  private checkCondition(trigger: string, on: Condition): void {
    const known = this.dependencies.map(({ name }) => name);
    for (const name of on.dependencies.filter((dependency) => !known.includes(dependency))) {
      this.findings.push(
        `The trigger "${trigger}" waits for "${name}": the dependencies of this sensor are ${quoteAll(known)}`,
      );
    }
  }

  private refuseDouble(what: string, name: string, taken: readonly string[]): void {
    if (taken.includes(name)) {
      this.findings.push(`The ${what} "${name}" is there twice: each needs a name of its own in the sensor`);
    }
  }
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ') || 'none';
}
