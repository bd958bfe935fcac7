import type { TriggerParameter, TriggerPolicy, TriggerTemplate } from '../../../imports/argo-events';
import type { Permission } from '../permissions';

/** The members of a trigger template of which each names a kind of trigger. */
export type TriggerKinds = Omit<TriggerTemplate, 'name' | 'conditions' | 'conditionsReset'>;

/** What an action adds to the sensor. */
export interface BoundAction {
  /** The one member of the trigger template that this kind of action fills, such as `k8s` or `http`. */
  readonly template: TriggerKinds;
  /** What of the template itself comes from events; nothing when left out. */
  readonly parameters?: readonly TriggerParameter[];
  /** When the action counts as done; the engine's own rule for that kind when left out. */
  readonly policy?: TriggerPolicy;
  /** What the sensor's account has to be allowed. */
  readonly permissions: readonly Permission[];
}

/** Where an action is bound. */
export interface ActionContext {
  /** The namespace of the sensor, where objects without a namespace of their own go. */
  readonly namespace: string;
  /** A dependency of the trigger's condition: the engine ties even a constant parameter to one. */
  readonly dependency: string;
}

/** What a trigger does. A kind of action is a function that gives one of these: see `k8s.ts` and `http.ts`. */
export interface Action {
  /** Called once, when the trigger is added to its sensor. What it refuses with a ValidationError is said at synth. */
  bind(context: ActionContext): BoundAction;
}
