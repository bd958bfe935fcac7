import type { TriggerParameter, TriggerPolicy, TriggerTemplate } from '../../../imports/argo-events';
import type { Permission } from '../permissions';

/** The fields of a trigger template that each stand for a kind of trigger, such as `k8s` and `http`. */
export type TriggerKindFields = Omit<TriggerTemplate, 'name' | 'conditions' | 'conditionsReset'>;

/** What an action adds to the trigger and to the permissions of the sensor. */
export interface BoundAction {
  /** The one field of the trigger template for this kind of action, such as `k8s` or `http`. */
  readonly template: TriggerKindFields;
  /**
   * Parameters that put event data into the trigger template itself.
   *
   * @default none
   */
  readonly parameters?: readonly TriggerParameter[];
  /**
   * When the action counts as a success.
   *
   * @default as the engine has it for that kind
   */
  readonly policy?: TriggerPolicy;
  /** The permissions that the account of the sensor needs for it. */
  readonly permissions: readonly Permission[];
  /**
   * Why the account may need more than these permissions, which cannot be derived: `its Workflow is not in the sensor`.
   * `grant` then warns.
   *
   * @default nothing more is needed
   */
  readonly unknownPermissions?: string;
}

/** The place where an action is used. */
export interface ActionContext {
  /** The namespace of the sensor. Objects without a namespace are written there. */
  readonly namespace: string;
  /**
   * The name of a dependency of the trigger: one that surely has an event when the trigger fires, if there is one. The
   * engine needs a dependency even for a constant parameter.
   */
  readonly dependency: string;
  /** Whether this dependency surely has an event. After an `or`, none may. */
  readonly isCertain: boolean;
}

/** What a trigger does. For each kind of action there is a function that returns one, such as {@link http}. */
export interface Action {
  /** Called once, when the trigger is added to its sensor. A ValidationError that it throws is a finding at synth. */
  bind(context: ActionContext): BoundAction;
}
