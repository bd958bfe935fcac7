import { Construct } from 'constructs';
import type { EventDependency, SensorSpec, Template, Trigger } from '../../imports/argo-events';
import type { FieldPath, Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { quote } from '../findings/words';
import { addCheck } from '../validations';
import { addWarning } from '../warnings';
import { accountProblems, missingGrant, withServiceAccount } from './account';
import { labelsFor, namespaceFor } from './chart';
import { checkManifest } from './checks';
import {
  type Dependency,
  defineDependency,
  type EventReference,
  eventReference,
  type FilterOptions,
  foreignOrigins,
  isCondition,
  type Origin,
  type TransformOptions,
} from './dependency';
import { assumeExternal } from './external';
import { Manifest } from './manifest';
import { type Account, grantPermissions, type Permission } from './permissions';
import { ANY, NAME, type PropTable, refuseWrongProps } from './props';
import { type EventUse, eventsOutOfReach } from './reach';
import { defineTrigger, type TriggerProps } from './trigger';

/** The props of a {@link Sensor}. */
export interface SensorProps {
  /** The name of the Sensor object. It is a part of the names of its consumers on the bus. */
  readonly name: string;
  /**
   * The namespace of the object, its pods, its bus and its event sources.
   *
   * @default the namespace of the Chart that it is in
   */
  readonly namespace?: string;
  /**
   * Labels of the Sensor object. Its pods have those of `template.metadata`.
   *
   * @default those of the Chart that it is in. They are added to the given ones
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations of the Sensor object. Its pods have those of `template.metadata`.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * The name of the bus that it listens to.
   *
   * @default 'default'
   */
  readonly eventBusName?: string;
  /**
   * The number of pods. One pod works and the others stand by; on a Kafka bus all work. More than half of the pods must
   * run to elect the one that works. So 3 pods survive the loss of one, and 2 pods are no safer than 1
   * (newEventBusElector in pkg/shared/leaderelection/leaderelection.go).
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * How many old ReplicaSets of the Deployment are kept.
   *
   * @default 10, the default of Kubernetes
   */
  readonly revisionHistoryLimit?: number;
  /**
   * Fields that the sensor adds to each line of its log.
   *
   * @default none
   */
  readonly loggingFields?: Readonly<Record<string, string>>;
  /**
   * The pods of the sensor: service account, container, node selector and so on.
   *
   * @default the engine's own pod template
   */
  readonly template?: Template;
}

const PROPS: PropTable<SensorProps> = {
  name: NAME,
  namespace: ANY,
  labels: ANY,
  annotations: ANY,
  eventBusName: ANY,
  replicas: ANY,
  revisionHistoryLimit: ANY,
  loggingFields: ANY,
  template: ANY,
};

/**
 * A Sensor. Its dependencies are the events that it waits for, and its triggers are what it does then.
 *
 * The names of the sensor, its dependencies and its triggers are in the names of durable consumers on the bus. After a
 * new name, or a change of a dependency or of conditions, there is a new consumer: it starts at new events, and the
 * events that wait are lost (pkg/eventbus/jetstream/sensor).
 *
 * @example
 * ```ts
 * const deploy = new Sensor(folder, 'deploy', { name: 'deploy', namespace: 'events' });
 * const wish = deploy.on('wish', github.event('comments'), {
 *   filters: (e) => [contains(e.body.comment.body, '/deploy')],
 * });
 * deploy.do('note', { conditions: wish, action: log() });
 * ```
 * ```yaml
 * apiVersion: argoproj.io/v1alpha1
 * kind: Sensor
 * metadata:
 *   name: deploy
 *   namespace: events
 * spec:
 *   eventBusName: default
 *   dependencies:
 *     - name: wish
 *       eventSourceName: github
 *       eventName: comments
 *       filters:
 *         data:
 *           - path: body.comment.body
 *             type: string
 *             value:
 *               - /deploy
 *   triggers:
 *     - template:
 *         name: note
 *         conditions: wish
 *         log: {}
 * ```
 */
export class Sensor extends Construct {
  /** The name of the Sensor object. */
  readonly name: string;
  /** The namespace of the Sensor object. */
  readonly namespace: string;
  private readonly dependencies: EventDependency[] = [];
  private readonly triggers: Trigger[] = [];
  private readonly needed: Permission[] = [];
  private readonly findings: Finding[] = [];
  private readonly notGranted: Finding[] = [];
  private readonly uses: EventUse[] = [];
  private readonly foreign: Origin[] = [];
  private account: Account | undefined;

  /** @throws ValidationError if a prop is unknown or missing, or neither the props nor the Chart has a namespace */
  constructor(scope: Construct, id: string, props: SensorProps) {
    super(scope, id);
    refuseWrongProps(this, props, PROPS);
    this.name = props.name;
    this.namespace = namespaceFor(this, 'Sensor', props.namespace);
    const object = () => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: {
        name: props.name,
        namespace: this.namespace,
        ...labelsFor(this, props.labels),
        ...(props.annotations && { annotations: props.annotations }),
      },
      spec: this.spec(props),
    });
    const where = { name: this.name, namespace: this.namespace, eventBusName: props.eventBusName };
    addCheck(this, () => {
      const warnings = this.account ? this.notGranted : missingGrant(props.template, undefined, this.needed);
      for (const warning of warnings) addWarning(this, warning);
      return [
        ...this.findings,
        ...eventsOutOfReach(this.node.root, where, this.uses),
        ...accountProblems(props.template, this.account, this.namespace),
      ];
    });
    checkManifest(this, 'sensor', new Manifest(this, 'Sensor', object));
  }

  /**
   * Adds a dependency: an event, with a transform and filters if you like. The result has references to its data. What
   * is wrong with the filters is a finding at synth.
   *
   * @param name its name, unique in the sensor
   * @param event from {@link EventSource.event} or {@link eventReference}
   *
   * @example
   * ```ts
   * sensor.on('created', github.event('comments'), {
   *   filters: (e) => [equals(e.body.action, 'created')],
   * });
   * ```
   * ```yaml
   * - name: created
   *   eventSourceName: github
   *   eventName: comments
   *   filters:
   *     data:
   *       - path: body.action
   *         type: string
   *         value:
   *           - ^created$
   * ```
   */
  on<T>(
    name: string,
    event: EventReference<unknown>,
    options: TransformOptions<T> & FilterOptions<T>,
  ): Dependency<T>;
  /** Adds a dependency without a transform: its data is that of the event. */
  on<T>(name: string, event: EventReference<T>, options?: FilterOptions<T>): Dependency<T>;
  on<T>(
    name: string,
    event: EventReference<unknown>,
    options: FilterOptions<T> & Partial<TransformOptions<T>> = {},
  ): Dependency<T> {
    const place = [`dependency ${quote(name)}`, ['dependencies', this.dependencies.length]] as const;
    try {
      const { dependency, spec, problems } = defineDependency(this, name, event, options);
      this.addDependency(name, event, spec);
      this.findings.push(...placed(problems, ...place));
      return dependency;
    } catch (error) {
      // It becomes a finding like the others, and a stand-in takes its place. Nothing is rendered in this case.
      if (!(error instanceof ValidationError)) throw error;
      this.findings.push(...placed(error.findings, ...place));
      const unknown = eventReference<T>('unknown', 'unknown');
      const { dependency, spec } = defineDependency<T>(this, name, unknown, {});
      this.addDependency(name, unknown, spec);
      return dependency;
    }
  }

  private addDependency(name: string, event: EventReference<unknown>, spec: EventDependency): void {
    // No rule has to look for the event source then: it is made elsewhere, or what is wrong with it is a finding already.
    if (event.isExternal || (event.namespace ?? this.namespace) !== this.namespace) {
      const metadata = { name: event.eventSourceName, namespace: this.namespace };
      assumeExternal(this, { kind: 'EventSource', metadata });
    }
    const path = ['spec', 'dependencies', this.dependencies.length];
    this.uses.push({ dependency: name, path, event });
    this.dependencies.push(spec);
  }

  /**
   * Adds a trigger: an action, and the conditions under which it runs. What is wrong with it is a finding at synth.
   *
   * @param name its name, unique in the sensor
   *
   * @example
   * ```ts
   * sensor.do('remember', {
   *   conditions: request,
   *   action: patch({
   *     apiVersion: 'v1',
   *     kind: 'ConfigMap',
   *     metadata: { name: 'last-request', namespace: 'shop' },
   *     data: { author: request.data.body.comment.user.login },
   *   }),
   * });
   * ```
   * ```yaml
   * - template:
   *     name: remember
   *     conditions: request
   *     k8s:
   *       operation: patch
   *       source:
   *         resource:
   *           apiVersion: v1
   *           kind: ConfigMap
   *           metadata:
   *             name: last-request
   *             namespace: shop
   *           data:
   *             author: ""
   *       parameters:
   *         - src:
   *             dependencyName: request
   *             dataKey: body.comment.user.login
   *           dest: data.author
   * ```
   */
  do(name: string, props: TriggerProps): void {
    const place = [`trigger ${quote(name)}`, ['triggers', this.triggers.length]] as const;
    try {
      const { trigger, permissions, findings, unknownPermissions } = defineTrigger(name, props, this);
      this.findings.push(...placed(findings, ...place));
      this.notGranted.push(...placed(unknownPermissions, ...place));
      this.foreign.push(...foreignOrigins(props.conditions, this));
      this.needed.push(...permissions);
      this.triggers.push(trigger);
    } catch (error) {
      // It becomes a finding like the others. A trigger that logs takes its place, so that the dependencies are not
      // reported as unused too: without conditions, a trigger waits for all. Nothing is rendered in this case.
      if (!(error instanceof ValidationError)) throw error;
      this.findings.push(...placed(error.findings, ...place));
      const conditions = isCondition(props?.conditions) ? props.conditions.expression : undefined;
      this.triggers.push({ template: { name, ...(conditions !== undefined && { conditions }), log: {} } });
    }
    this.updateRoles();
  }

  /** The permissions that the triggers need so far. {@link Sensor.grant} allows them. */
  get permissions(): readonly Permission[] {
    return this.needed;
  }

  /**
   * Makes a Role and a RoleBinding in each namespace that the triggers write to, with exactly the verbs that they need.
   * Role and binding have the name of the sensor. You may call it before or after {@link Sensor.do}.
   *
   * @param account the account of the pods, in the namespace of the sensor. It becomes `template.serviceAccountName` if the
   * template has none
   *
   * @example
   * ```ts
   * sensor.do('remove', {
   *   conditions: request,
   *   action: remove({
   *     apiVersion: 'v1',
   *     kind: 'ConfigMap',
   *     metadata: { name: 'last-request', namespace: 'shop' },
   *   }),
   * });
   * sensor.grant({ name: 'triage', namespace: 'events' });
   * ```
   * ```yaml
   * rules:
   *   - apiGroups:
   *       - ""
   *     resources:
   *       - configmaps
   *     resourceNames:
   *       - last-request
   *     verbs:
   *       - delete
   *       - get
   * ```
   */
  grant(account: Account): void {
    if (this.account) {
      const both = `${quote(this.account.name)} and ${quote(account.name)}`;
      const help = 'its pods run as one account: call grant(…) once';
      this.findings.push(finding('account', `grant(…) is called with ${both}`, { help }));
      return;
    }
    this.account = account;
    this.updateRoles();
  }

  // For the dependencies of other sensors that the triggers wait for. Each is a finding already, and nothing is rendered in this
  // case. Without them, the rules would report the same once more.
  private standIns(): EventDependency[] {
    const own = new Set(this.dependencies.map(({ name }) => name));
    const missing = this.foreign.filter(({ spec }) => !own.has(spec.name));
    return [...new Map(missing.map(({ spec }) => [spec.name, spec])).values()];
  }

  private updateRoles(): void {
    if (this.account) grantPermissions(this, this.name, this.account, this.needed);
  }

  private spec(props: SensorProps): SensorSpec {
    const template = withServiceAccount(props.template, this.account);
    return {
      ...(template && { template }),
      eventBusName: props.eventBusName ?? 'default',
      ...(props.replicas !== undefined && { replicas: props.replicas }),
      ...(props.revisionHistoryLimit !== undefined && { revisionHistoryLimit: props.revisionHistoryLimit }),
      ...(props.loggingFields && { loggingFields: { ...props.loggingFields } }),
      dependencies: [...this.dependencies, ...this.standIns()],
      triggers: this.triggers,
    };
  }
}

/** Findings about a part of the spec. What they name themselves follows its name. */
function placed(findings: readonly Finding[], part: string, path: FieldPath): Finding[] {
  return findings.map((found) => ({
    ...found,
    subject: found.subject === undefined ? part : `${part}, ${found.subject}`,
    path: ['spec', ...path, ...found.path],
  }));
}
