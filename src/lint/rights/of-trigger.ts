import { namespaceOf } from '../objects';
import { FROM_EVENT, writingAction } from '../parameter-effect';
import { type Part, valueAt } from '../plain';
import type { PlainObject } from '../rule';
import { actionPart, triggers } from '../sensor';
import { k8sNeeds } from './k8s';
import type { Needs } from './permission';
import { workflowNeeds } from './workflow';

/** An action that asks the API server, and what its account has to be allowed. */
export interface NeedingAction extends Needs {
  /** The action in the Sensor. */
  readonly part: Part;
}

/** The actions of a Sensor that ask the API server, with what they need. */
export function needsOf(sensor: PlainObject): NeedingAction[] {
  const namespace = namespaceOf(sensor);
  const isFromEvent = (value: unknown) => value === FROM_EVENT;
  return triggers(sensor).flatMap((trigger) => {
    const { kind, action } = writingAction(trigger) ?? {};
    const part = kind === undefined ? undefined : actionPart(trigger, kind);
    if (kind === undefined || action === undefined || part === undefined) return [];
    const hasPolicy = valueAt(trigger.value, 'policy', 'k8s', 'labels') !== undefined;
    const needs =
      kind === 'k8s'
        ? k8sNeeds(action, namespace, hasPolicy, isFromEvent)
        : workflowNeeds(action, namespace, isFromEvent);
    return [{ ...needs, part }];
  });
}
