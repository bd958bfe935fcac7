import type { K8SResourcePolicy, TriggerParameter } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import { workflowNeeds } from '../../lint/rights/workflow';
import { extractParameters, type Json } from '../references/parameters';
import { isSlot, type JsonWithSlots, parameterSource, type StringSlot } from '../references/slot';
import type { Action, BoundAction } from './action';
import { labelPolicy } from './k8s';

/** The values of a Workflow's parameters, by name. Argo Workflows has texts only: `3` and `true` become `"3"` and `"true"`. */
export type WorkflowArguments = Readonly<Record<string, string | number | boolean | StringSlot>>;

/** The metadata of a Workflow that is submitted: a name, or the start of one that Kubernetes completes. */
export type WorkflowMetadata = (
  | { readonly name: string | StringSlot; readonly generateName?: never }
  | { readonly generateName: string | StringSlot; readonly name?: never }
) & {
  /** The namespace of the Workflow. Without it, that of the sensor. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string | StringSlot>>;
  readonly annotations?: Readonly<Record<string, string | StringSlot>>;
};

/** The spec of a Workflow, in which any value may come from the event. */
export interface WorkflowSpec {
  /**
   * The WorkflowTemplate that the Workflow runs. With `clusterScope: true` it is a ClusterWorkflowTemplate. The Workflow
   * then has no `templates` of its own (ValidateWorkflowTemplateRefFields in workflow/validate/validate.go of
   * argo-workflows).
   *
   * @default none: the spec has the templates
   */
  readonly workflowTemplateRef?: { readonly name: string | StringSlot; readonly clusterScope?: boolean };
  readonly [field: string]: JsonWithSlots;
}

/** A new Workflow. */
export interface SubmitWorkflow {
  /** Submits the Workflow. */
  readonly operation: 'submit';
  /**
   * Its name, labels and so on. The engine adds the labels `events.argoproj.io/*`. With a name from the event, the same event
   * submits nothing twice: the second try fails.
   */
  readonly metadata: WorkflowMetadata;
  /**
   * Its spec. Templates of Argo Workflows, such as `{{workflow.name}}`, stay as they are. `argo` refuses unknown fields.
   */
  readonly spec: WorkflowSpec;
  /**
   * The values of its parameters, by name. They become `spec.arguments.parameters`. A parameter of that name in the spec gets
   * the value.
   *
   * @default those of the spec
   */
  readonly arguments?: WorkflowArguments;
  /**
   * Further arguments of `argo submit`, such as `--priority`. They cannot come from the event.
   *
   * @default none
   */
  readonly args?: readonly string[];
}

/** A Workflow that runs again. */
export interface RepeatWorkflow extends ExistingWorkflow {
  /** `resubmit` makes a new Workflow, `retry` runs the failed steps of this one again. */
  readonly operation: 'resubmit' | 'retry';
  /**
   * New values of its parameters, by name.
   *
   * @default those that it has
   */
  readonly arguments?: WorkflowArguments;
}

/** A Workflow that is changed. */
export interface ChangeWorkflow extends ExistingWorkflow {
  /** `stop` runs the exit handlers of the Workflow, `terminate` does not. `suspend` starts no more steps until `resume`. */
  readonly operation: 'resume' | 'stop' | 'suspend' | 'terminate';
}

interface ExistingWorkflow {
  /**
   * The name of the Workflow. If it comes from the event, make sure by a filter that it begins with a letter or a digit, or
   * write `` text`build-${…}` ``: `argo` takes a name that begins with `-` for an option.
   */
  readonly name: string | StringSlot;
  /**
   * Its namespace.
   *
   * @default that of the sensor
   */
  readonly namespace?: string;
  /**
   * Further arguments of the command, such as `--node-field-selector`. They cannot come from the event.
   *
   * @default none
   */
  readonly args?: readonly string[];
  /**
   * Waits until the Workflow of that name has these labels, as {@link K8sOptions.policy}.
   *
   * @default none: the action is a success as soon as `argo` is
   */
  readonly policy?: K8SResourcePolicy;
}

/** What to do with a Workflow of Argo Workflows. */
export type WorkflowAction = SubmitWorkflow | RepeatWorkflow | ChangeWorkflow;

/**
 * Submits a Workflow of Argo Workflows, or changes one. The engine starts the `argo` command in the pod of the sensor for
 * each event (Execute in pkg/sensors/triggers/argo-workflow/argo-workflow.go).
 *
 * - The permissions are what `argo` v3.7.9 and the engine need: see the source of `workflowNeeds`. If a template refers to a
 *   ClusterWorkflowTemplate that the Workflow itself does not name, give the account `get`, `list` and `watch` of
 *   `clusterworkflowtemplates` yourself. The same holds for `resubmit` of a Workflow with a ClusterWorkflowTemplate.
 * - There is no `policy` for `submit`: with one, the engine submits the Workflow and then reports a failure each time, because
 *   it cannot read its own result.
 * - There is no `submit-from`. The engine then looks for a Workflow with the name of the template, finds none and reports a
 *   failure, although the Workflow was submitted. A retry submits it again. So submit a Workflow with a `workflowTemplateRef`.
 *   For a CronWorkflow, put its spec in a WorkflowTemplate that both use.
 *
 * @example
 * ```ts
 * const { comment, issue } = request.data.body;
 * sensor.do('build', {
 *   conditions: request,
 *   action: argoWorkflow({
 *     operation: 'submit',
 *     metadata: { generateName: 'build-', namespace: 'ci' },
 *     spec: { workflowTemplateRef: { name: 'build' } },
 *     arguments: { pr: issue.number, by: comment.user.login, attempts: 3 },
 *   }),
 * });
 * sensor.do('cancel', {
 *   conditions: request,
 *   action: argoWorkflow({ operation: 'stop', name: text`build-${issue.number}`, namespace: 'ci' }),
 * });
 * ```
 * ```yaml
 * spec:
 *   workflowTemplateRef:
 *     name: build
 *   arguments:
 *     parameters:
 *       - name: pr
 *         value: ""
 *       - name: by
 *         value: ""
 *       - name: attempts
 *         value: "3"
 * ```
 */
export function argoWorkflow(action: WorkflowAction): Action {
  return {
    bind: ({ namespace }) => {
      const resource = resourceOf(action);
      const { args, parameters: ofArgs } = argsOf(action);
      const { constant, parameters } = extractParameters(resource);
      const trigger = {
        operation: action.operation,
        ...(args.length > 0 && { args }),
        source: { resource: constant as { readonly [key: string]: Json } },
        ...(parameters.length > 0 && { parameters: [...parameters] }),
      };
      const { permissions, unknown } = workflowNeeds(
        // The event adds only values of parameters to the args, see argsOf.
        { operation: action.operation, source: { resource }, args: action.args },
        namespace,
        isSlot,
      );
      return {
        template: {
          argoWorkflow: trigger as unknown as NonNullable<BoundAction['template']['argoWorkflow']>,
        },
        parameters: ofArgs,
        ...(action.operation !== 'submit' && action.policy && { policy: labelPolicy(action.policy) }),
        permissions,
        ...(unknown !== undefined && { unknownPermissions: unknown }),
      };
    },
  };
}

type Fields = { readonly [key: string]: JsonWithSlots };

const WORKFLOW = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };

function resourceOf(action: WorkflowAction): Fields {
  if (action.operation !== 'submit') {
    const { name, namespace } = action;
    return { ...WORKFLOW, metadata: { name, ...(namespace !== undefined && { namespace }) } };
  }
  const { metadata, spec, arguments: values } = action;
  const { arguments: own } = spec;
  return {
    ...WORKFLOW,
    metadata: metadata as unknown as Fields,
    spec: values === undefined ? spec : { ...spec, arguments: withValues(own, values) },
  };
}

/** The arguments of a spec with these values: of a parameter that it has, or of a new one. */
function withValues(own: JsonWithSlots, values: WorkflowArguments): Fields {
  const { parameters = [], ...others } = (own ?? {}) as Fields;
  if (isSlot(own) || !Array.isArray(parameters)) {
    reject('reference', 'spec.arguments comes from the event as a whole, so nothing can be added to it', {
      help: 'write all parameters in arguments',
    });
  }
  const known = parameters as readonly Fields[];
  const names = known.map(({ name }) => name);
  const text = (value: WorkflowArguments[string]) => (isSlot(value) ? value : String(value));
  return {
    ...others,
    parameters: [
      ...known.map((parameter) => {
        const value = Object.entries(values).find(([name]) => name === parameter['name'])?.[1];
        return value === undefined ? parameter : { ...parameter, value: text(value) };
      }),
      ...Object.entries(values)
        .filter(([name]) => !names.includes(name))
        .map(([name, value]) => ({ name, value: text(value) })),
    ],
  };
}

/**
 * The arguments of the command: `-p name=value` for each value, as only `resubmit` and `retry` take them. The engine reads
 * args from the template, so a value from the event is a parameter of the trigger. It is appended to `name=`, so it cannot
 * be an option of its own.
 */
function argsOf(action: WorkflowAction): { args: string[]; parameters: TriggerParameter[] } {
  const args = [...(action.args ?? [])];
  const parameters: TriggerParameter[] = [];
  if (action.operation !== 'resubmit' && action.operation !== 'retry') return { args, parameters };
  for (const [name, value] of Object.entries(action.arguments ?? {})) {
    args.push('-p', `${name}=${isSlot(value) ? '' : value}`);
    if (!isSlot(value)) continue;
    const dest = `argoWorkflow.args.${args.length - 1}`;
    parameters.push({ src: parameterSource(value), dest, operation: 'append' });
  }
  return { args, parameters };
}
