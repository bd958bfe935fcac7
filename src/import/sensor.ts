import { type Condition, eventReference } from '../argo-events/dependency';
import type { Filter } from '../argo-events/filters';
import { checkRetry } from '../argo-events/retry';
import type { Sensor } from '../argo-events/sensor';
import type { TriggerProps } from '../argo-events/trigger';
import { asList, asObject, asString, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import type { TakeReads } from './attempt';
import { type Code, literal, objectCode, optionalLiteral } from './code';
import { conditionsCode, type MakeConditions } from './conditions';
import { filterCodes, filtersFunction, type Keep } from './filters';
import { metadataProps } from './metadata';
import { type TransformCode, transformCode } from './transform';
import { actionCode } from './triggers';
import { objects } from './triggers/k8s';

/** What a sensor is made of, before its data has types. */
export interface SensorPlan {
  readonly props: Code;
  readonly dependencies: readonly DependencyPlan[];
  readonly triggers: readonly TriggerPlan[];
  /** The account to grant the rights of the triggers to, if all of them are known. */
  readonly account?: string;
}

/** A dependency of a sensor. */
export interface DependencyPlan {
  readonly name: string;
  readonly variable: string;
  readonly event: { readonly eventSourceName: string; readonly eventName: string };
  readonly filters?: Code;
  readonly operator?: 'and' | 'or';
  readonly transform?: TransformCode;
}

/** A trigger of a sensor. */
export interface TriggerPlan {
  readonly name: string;
  readonly props: Code;
}

/** What a sensor is read with. */
export interface SensorContext {
  /** Gives a variable to a dependency. */
  readonly variableOf: (dependency: string) => string;
  readonly take: TakeReads;
  readonly keep: Keep;
  readonly namespace: string;
}

/**
 * Reads a sensor.
 *
 * @throws Unfit for what no sensor of the library can be
 */
export function planSensor(object: PlainObject, context: SensorContext): SensorPlan {
  const spec = asObject(object['spec']);
  const { eventBusName, replicas, revisionHistoryLimit, loggingFields, template } = spec;
  const dependencies = objects(spec['dependencies']).map((one) => planDependency(one, context));
  const variables = new Map(dependencies.map(({ name, variable }) => [name, variable]));
  const actions = objects(spec['triggers']).map((one) => planTrigger(one, variables, context));
  const { serviceAccountName, ...pods } = asObject(template);
  const isGranted = typeof serviceAccountName === 'string' && actions.every((action) => action.isGranted);
  const account = isGranted && actions.some((action) => action.needsRights) ? serviceAccountName : undefined;
  const podTemplate = account === undefined ? template : pods;
  const props = objectCode({
    ...metadataProps(object),
    eventBusName: eventBusName === 'default' ? undefined : optionalLiteral(eventBusName),
    replicas: optionalLiteral(replicas),
    revisionHistoryLimit: optionalLiteral(revisionHistoryLimit),
    loggingFields: optionalLiteral(loggingFields),
    template: isObject(podTemplate) && Object.keys(podTemplate).length > 0 ? literal(podTemplate) : undefined,
  });
  return { props, dependencies, triggers: actions, ...(account !== undefined && { account }) };
}

function planDependency(given: PlainObject, { variableOf, take, keep }: SensorContext): DependencyPlan {
  const { name, eventSourceName, eventName, filters, filtersLogicalOperator, transform } = given;
  const text = String(name);
  const about: Keep = (what, why) => keep(`dependency "${text}", ${what}`, why);
  const codes = isObject(filters) ? filterCodes(filters, text, take, about) : [];
  const transformed = transform === undefined ? undefined : transformCode(transform);
  if (transformed?.isOwn) about('transform', 'its text needs escapes that jq`…` and lua`…` do not have');
  return {
    name: text,
    variable: variableOf(text),
    event: { eventSourceName: String(eventSourceName), eventName: String(eventName) },
    ...(codes.length > 0 && { filters: filtersFunction(codes) }),
    ...(filtersLogicalOperator === 'or' && { operator: 'or' as const }),
    ...(transformed && { transform: transformed }),
  };
}

interface PlannedTrigger extends TriggerPlan {
  readonly isGranted: boolean;
  readonly needsRights: boolean;
}

function planTrigger(
  given: PlainObject,
  variables: ReadonlyMap<string, string>,
  context: SensorContext,
): PlannedTrigger {
  const { name, conditions, conditionsReset, ...kinds } = asObject(given['template']);
  const text = String(name);
  const about = (why?: string) => why !== undefined && context.keep(`trigger "${text}"`, why);
  const when = conditionsCode(asString(conditions), variables);
  const actionOf = (trigger: PlainObject, template: PlainObject) =>
    actionCode(
      { template, parameters: trigger['parameters'], policy: trigger['policy'] },
      { variables, namespace: context.namespace, ...when, take: context.take },
    );
  const action = actionOf(given, kinds);
  about(action.why);
  const dlq = isObject(given['dlqTrigger']) ? given['dlqTrigger'] : undefined;
  const { name: dlqName, conditions: _, conditionsReset: __, ...dlqKinds } = asObject(dlq?.['template']);
  const fallback = dlq && actionOf(dlq, dlqKinds);
  if (fallback?.why !== undefined) context.keep(`dlqTrigger of "${text}"`, fallback.why);
  const retry = retryCode(given['retryStrategy']);
  const { atLeastOnce } = given;
  const isImplied = retry !== undefined || fallback !== undefined;
  const resets = asList(conditionsReset).map((one) => asObject(one)['byTime']);
  const props = objectCode({
    conditions: when.code,
    action: action.code,
    retry,
    atLeastOnce:
      atLeastOnce === isImplied || (atLeastOnce === undefined && !isImplied)
        ? undefined
        : literal(atLeastOnce === true),
    fallback:
      fallback &&
      objectCode({
        name: literal(String(dlqName)),
        action: fallback.code,
        retry: retryCode(dlq?.['retryStrategy']),
      }),
    conditionsReset: resets.length > 0 && resets.every(isObject) ? literal(resets) : undefined,
    rateLimit: optionalLiteral(given['rateLimit']),
  });
  return {
    name: text,
    props,
    isGranted: action.isGranted && (fallback?.isGranted ?? true),
    needsRights: [kinds, dlqKinds].some((template) => 'k8s' in template || 'argoWorkflow' in template),
  };
}

/** Retries, if the library can say them. */
function retryCode(given: unknown): Code | undefined {
  if (!isObject(given)) return undefined;
  const { steps, duration, factor, jitter } = given;
  const retry = { steps, duration, factor, jitter };
  return checkRetry({ path: [] }, retry).length > 0 ? undefined : literal(retry);
}

/** Adds to a sensor what the plan says, as the program does. */
export function buildSensor(sensor: Sensor, plan: SensorPlan): void {
  const all = new Map<string, Condition>();
  for (const { name, event, filters, operator, transform } of plan.dependencies) {
    const reference = eventReference<unknown>(event.eventSourceName, event.eventName);
    const options = {
      ...(filters && { filters: filters.value as () => readonly Filter[] }),
      ...(operator && { filtersLogicalOperator: operator }),
      ...(transform && { transform: transform.value }),
    };
    all.set(name, sensor.on(name, reference, options));
  }
  for (const { name, props } of plan.triggers) {
    const { conditions, ...others } = props.value as Omit<TriggerProps, 'conditions'> & {
      readonly conditions: MakeConditions;
    };
    const made = conditions((dependency) => all.get(dependency) as Condition);
    sensor.do(name, { ...others, conditions: made });
  }
  if (plan.account !== undefined) sensor.grant({ name: plan.account, namespace: sensor.namespace });
}
