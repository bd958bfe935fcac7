import type { ConditionsResetByTime, RateLimit, Trigger } from '../../imports/argo-events';
import { valueAt } from '../lint/plain';
import { dependencyOfParameter, parameters } from '../lint/sensor';
import type { Condition } from './dependency';
import type { Permission } from './permissions';
import { backoff, type Retry } from './retry';
import type { Action, BoundAction } from './triggers/action';

/** What a trigger does, and when. */
export interface TriggerProps {
  /** The dependency, or dependencies joined by `and` and `or`, that it waits for. */
  readonly conditions: Condition;
  /** What it does: `patch(…)`, `http(…)`, … */
  readonly action: Action;
  /**
   * Tries a failed action again, and so implies `atLeastOnce`, without which the engine ignores it; one try
   * when left out.
   */
  readonly retry?: Retry;
  /**
   * Whether an event is kept on the bus until the action is done. When left out, true with a retry or a fallback, else
   * false, as in the engine: the event is gone when the pod dies.
   */
  readonly atLeastOnce?: boolean;
  /**
   * Done when the last try has failed; nothing when left out. It is the engine's `dlqTrigger`, which Trigger in
   * pkg/apis/sensor/v1alpha1/types.go of v1.9.2 has not, so that it is dropped there without a word. Trigger in
   * pkg/apis/events/v1alpha1/sensor_types.go of v1.9.6 has it, and pkg/sensors/listener.go acts on it.
   */
  readonly fallback?: FallbackProps;
  /** When what has come of an `and` is forgotten, by cron's five fields; never when left out. */
  readonly conditionsReset?: readonly ConditionsResetByTime[];
  /** At most so many actions in a time; unlimited when left out. */
  readonly rateLimit?: RateLimit;
}

/** What is done about an action that failed for good. It sees the same events. */
export interface FallbackProps {
  /** Unique in the sensor, for metrics and rate limits go by it. */
  readonly name: string;
  /** What it does, with references to the data of the trigger's dependencies. */
  readonly action: Action;
  /** Tries it again, as that of a trigger; one try when left out. */
  readonly retry?: Retry;
}

/** The trigger as the engine knows it, with what it needs and what is wrong with it. */
export interface DefinedTrigger {
  readonly trigger: Trigger;
  readonly permissions: readonly Permission[];
  readonly findings: readonly string[];
}

/** @param namespace that of the sensor */
export function defineTrigger(name: string, props: TriggerProps, namespace: string): DefinedTrigger {
  const { conditions, fallback } = props;
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
  return {
    trigger,
    permissions: [...bound.permissions, ...(boundFallback?.permissions ?? [])],
    findings: [
      ...uncertainParameters(trigger, name, conditions),
      ...(fallback && trigger.dlqTrigger
        ? uncertainParameters(trigger.dlqTrigger, fallback.name, conditions)
        : []),
    ],
  };
}

function bindAction(
  action: Action,
  { dependencies: [dependency = ''] }: Condition,
  namespace: string,
): BoundAction {
  return action.bind({ namespace, dependency });
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

// What of the data need not have come when the trigger fires, and has no default. In an object the engine skips it and
// sends the placeholder; that it crashes over it in a payload or a header, a rule says.
function uncertainParameters(trigger: Trigger, name: string, conditions: Condition): string[] {
  const names = parameters({ path: [], value: { ...trigger } }).flatMap((parameter) => {
    const source = dependencyOfParameter(parameter);
    const inObject = parameter.target === 'template' || parameter.target === 'resource';
    const isDefault = valueAt(parameter.value, 'src', 'value') !== undefined;
    return source !== undefined && inObject && !isDefault ? source : [];
  });
  return [...new Set(names)]
    .filter((source) => conditions.dependencies.includes(source) && !conditions.certain.includes(source))
    .map(
      (source) =>
        `The trigger "${name}" uses data of "${source}", which need not have come when ` +
        `"${conditions.expression}" is met: withDefault says what stands in for it`,
    );
}
