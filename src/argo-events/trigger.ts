import type { ConditionsResetByTime, RateLimit, Trigger } from '../../imports/argo-events';
import type { Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { quote } from '../findings/words';
import { valueAt } from '../lint/plain';
import { dependencyOfParameter, type Parameter, parameters } from '../lint/sensor';
import { CONDITION, type Condition, foreignOrigins, type Origin } from './dependency';
import type { Permission } from './permissions';
import { ANY, checkProps, isObject, NAME, optional, type PropCheck, type PropTable } from './props';
import { ownerOf } from './references/owner';
import type { SensorOwner } from './references/reference';
import { backoff, type Retry } from './retry';
import type { Action, BoundAction } from './triggers/action';

/** The props of a trigger: what it does, and when. */
export interface TriggerProps {
  /** The dependency that it waits for, or several that are joined by `and` and `or`. */
  readonly conditions: Condition;
  /** What it does: `patch(…)`, `http(…)` and so on. */
  readonly action: Action;
  /**
   * How often a failed action is tried again, and after which pauses. It sets `atLeastOnce: true`: without that, the
   * engine ignores it. Later events of the trigger wait until the retries end.
   *
   * @default one try
   *
   * @example
   * ```ts
   * sensor.do('page', {
   *   conditions: request,
   *   action: http({ method: 'GET', url: 'https://pager.example.com/', allow: [200] }),
   *   retry: { steps: 3, duration: '10s', factor: 2, jitter: 0.1 },
   * });
   * ```
   * ```yaml
   * retryStrategy:
   *   duration: 10s
   *   factor: 2
   *   jitter: 0.1
   *   steps: 3
   * atLeastOnce: true
   * ```
   */
  readonly retry?: Retry;
  /**
   * Whether the bus keeps an event until the action is done. With `false`, an event is lost if the pod dies before
   * that.
   *
   * @default true with a retry or a fallback, otherwise false
   */
  readonly atLeastOnce?: boolean;
  /**
   * Another action, which runs after the last try has failed. It is the engine's `dlqTrigger` and needs v1.9.6 or newer
   * (Trigger in pkg/apis/events/v1alpha1/sensor_types.go). v1.9.2 drops it without a message.
   *
   * @default none
   */
  readonly fallback?: FallbackProps;
  /**
   * Times at which the events that an `and` has kept are dropped, each in the five fields of cron.
   *
   * @default none: they are kept
   */
  readonly conditionsReset?: readonly ConditionsResetByTime[];
  /**
   * The greatest number of actions in a second, minute or hour.
   *
   * @default no limit
   */
  readonly rateLimit?: RateLimit;
}

/** The action that runs after another one has failed for good. It gets the same events. */
export interface FallbackProps {
  /** Its name, unique in the sensor: metrics and rate limits go by it. */
  readonly name: string;
  /** What it does. It may have references to the data of the trigger's dependencies. */
  readonly action: Action;
  /**
   * How often this action is tried again, as `retry` of a trigger.
   *
   * @default one try
   */
  readonly retry?: Retry;
}

const ACTION: PropCheck = [
  (value) => isObject(value) && typeof value['bind'] === 'function',
  'an action, such as patch(…), http(…) or log()',
];

// `retry` is checked by `backoff`, and what has no check here is checked by the schema, in the rendered object.
const PROPS: PropTable<TriggerProps> = {
  conditions: CONDITION,
  action: ACTION,
  retry: ANY,
  atLeastOnce: ANY,
  fallback: optional([isObject, 'an object with name and action']),
  conditionsReset: optional([Array.isArray, 'a list']),
  rateLimit: ANY,
};

const FALLBACK_PROPS: PropTable<FallbackProps> = { name: NAME, action: ACTION, retry: ANY };

/** @throws ValidationError with what is wrong with the props themselves */
function refuseWrongTrigger(props: TriggerProps): void {
  const findings = checkProps({ path: [] }, props, PROPS, 'an object with conditions and action');
  const fallback = findings.length > 0 ? undefined : props.fallback;
  if (fallback !== undefined) {
    findings.push(...checkProps({ path: ['fallback'] }, fallback, FALLBACK_PROPS, 'an object'));
  }
  if (findings.length > 0) throw new ValidationError(findings);
}

/** The trigger in the engine's own form, the permissions that it needs, and what is wrong with it. */
export interface DefinedTrigger {
  readonly trigger: Trigger;
  readonly permissions: readonly Permission[];
  readonly findings: readonly Finding[];
  /** Warnings about permissions that cannot be derived. They matter only if the sensor has a `grant`. */
  readonly unknownPermissions: readonly Finding[];
}

/**
 * Makes a trigger.
 *
 * @param sensor the one that the trigger is of
 * @throws ValidationError if a prop is unknown or is not what it should be
 */
export function defineTrigger(
  name: string,
  props: TriggerProps,
  sensor: SensorOwner & { readonly namespace: string },
): DefinedTrigger {
  refuseWrongTrigger(props);
  const { conditions, fallback } = props;
  const { namespace } = sensor;
  const bound = bindAction(props.action, conditions, namespace);
  const boundFallback = fallback && bindAction(fallback.action, conditions, namespace);
  const needed = props.retry !== undefined || fallback !== undefined;
  const atLeastOnce = props.atLeastOnce ?? (needed ? true : undefined);
  const trigger: Trigger = {
    template: {
      name,
      conditions: conditions.expression,
      ...(props.conditionsReset && {
        conditionsReset: props.conditionsReset.map((byTime) => ({ byTime: { ...byTime } })),
      }),
      ...bound.template,
    },
    ...commonFields(bound, props.retry, atLeastOnce),
    ...(props.rateLimit && { rateLimit: props.rateLimit }),
    ...(fallback &&
      boundFallback && {
        dlqTrigger: {
          template: { name: fallback.name, ...boundFallback.template },
          ...commonFields(boundFallback, fallback.retry, true),
        },
      }),
  };
  const foreign = foreignOrigins(conditions, sensor);
  const actions: readonly (readonly [Trigger, Place, BoundAction])[] = [
    [trigger, { path: [] }, bound],
    ...(fallback && boundFallback && trigger.dlqTrigger
      ? [
          [
            trigger.dlqTrigger,
            { path: ['dlqTrigger'], subject: `dlqTrigger ${quote(fallback.name)}` },
            boundFallback,
          ] as const,
        ]
      : []),
  ];
  return {
    trigger,
    permissions: [...bound.permissions, ...(boundFallback?.permissions ?? [])],
    findings: [
      ...foreign.map(({ owner, spec }) =>
        finding(
          'trigger-data',
          `waits for the dependency ${quote(spec.name)} of another sensor, ${quote(owner.name)}`,
          {
            path: ['template', 'conditions'],
            help: `add the dependency to ${quote(sensor.name)}, and use it`,
          },
        ),
      ),
      ...actions.flatMap(([action, place]) => {
        const all = parameters({ path: [], value: { ...action } });
        return [...foreignParameters(all, sensor, foreign), ...uncertainParameters(all, conditions)].map(
          ({ message, help }) => finding('trigger-data', message, { ...place, help }),
        );
      }),
    ],
    unknownPermissions: actions.flatMap(([, place, { unknownPermissions: reason }]) =>
      reason === undefined ? [] : unknownPermissions(reason, place),
    ),
  };
}

function unknownPermissions(reason: string, place: Place): Finding {
  return finding('unknown-permissions', `grant(…) may not allow all that it needs: ${reason}`, {
    ...place,
    severity: 'warning',
    help: 'see what it does, and bind the account to a Role of your own',
  });
}

function bindAction(action: Action, conditions: Condition, namespace: string): BoundAction {
  const [certain] = conditions.certain;
  const dependency = certain ?? conditions.dependencies[0] ?? '';
  return action.bind({ namespace, dependency, isCertain: certain !== undefined });
}

function commonFields(
  bound: BoundAction,
  retry: Retry | undefined,
  atLeastOnce: boolean | undefined,
): Partial<Trigger> {
  return {
    ...(bound.parameters && bound.parameters.length > 0 && { parameters: [...bound.parameters] }),
    ...(bound.policy && { policy: bound.policy }),
    ...(retry && { retryStrategy: backoff(retry) }),
    ...(atLeastOnce !== undefined && { atLeastOnce }),
  };
}

type Place = Pick<Finding, 'path' | 'subject'>;
type Text = Readonly<Record<'message' | 'help', string>>;

// Finds data of another sensor's dependency. One of the same name may be here, with other data. Of one that the trigger waits
// for, it is said already that it belongs to another sensor.
function foreignParameters(all: readonly Parameter[], sensor: SensorOwner, told: readonly Origin[]): Text[] {
  const foreign = all.flatMap((parameter) => {
    const source = valueAt(parameter.value, 'src');
    const owner = typeof source === 'object' && source !== null ? ownerOf(source) : undefined;
    if (owner === undefined || owner === sensor) return [];
    if (told.some((one) => one.owner === owner && one.spec.name === dependencyOfParameter(parameter)))
      return [];
    return `data of the dependency ${quote(dependencyOfParameter(parameter) ?? '')} of another sensor, ${quote(owner.name)}`;
  });
  const help = `add the dependency to ${quote(sensor.name)}, and use its data`;
  return [...new Set(foreign)].map((message) => ({ message, help }));
}

// Finds parameters without default whose dependency may have no event when the trigger fires. The engine leaves such a
// value out of an object. In a payload or a header it crashes: the rule payload-without-default finds that.
function uncertainParameters(all: readonly Parameter[], conditions: Condition): Text[] {
  const names = all.flatMap((parameter) => {
    const source = dependencyOfParameter(parameter);
    const inObject = parameter.target === 'template' || parameter.target === 'resource';
    const isDefault = valueAt(parameter.value, 'src', 'value') !== undefined;
    return source !== undefined && inObject && !isDefault ? source : [];
  });
  return [...new Set(names)]
    .filter((source) => conditions.dependencies.includes(source) && !conditions.certain.includes(source))
    .map((source) => ({
      message: `data of ${quote(source)}, which may have no event when ${quote(conditions.expression)} is met`,
      help: 'say with withDefault(…) what stands in for it',
    }));
}
