import { isObject } from '../plain';
import type { PlainObject } from '../rule';
import type { Needs, Permission } from './permission';

/** A verb on a resource: of the object that the trigger names, or of any object. */
type Need = readonly [resource: string, verb: string, on: 'this' | 'any'];

const AFTERWARDS: Need = ['workflows', 'get', 'this'];

/**
 * What the engine does itself, and what the `argo` command does that it starts: v3.7.9 in the image of Argo Events
 * v1.9.11 (Dockerfile). Without ARGO_SERVER, the command calls the API server as the account of the sensor
 * (server/workflow/workflow_server.go and workflow/util/util.go of argo-workflows). After a submit, the engine lists
 * the Workflow by its labels; after any other operation, it gets the one of that name (Execute in
 * pkg/sensors/triggers/argo-workflow/argo-workflow.go).
 */
const OPERATIONS: Readonly<Record<string, readonly Need[]>> = {
  submit: [
    ['workflows', 'create', 'any'],
    ['workflows', 'list', 'any'],
  ],
  'submit-from': [['workflows', 'create', 'any'], ['workflowtemplates', 'get', 'any'], AFTERWARDS],
  // The templates that the old Workflow refers to are read when the new one is checked (SubmitWorkflow in util.go).
  resubmit: [['workflows', 'create', 'any'], ['workflowtemplates', 'get', 'any'], AFTERWARDS],
  resume: [['workflows', 'update', 'this'], AFTERWARDS],
  retry: [['workflows', 'update', 'this'], ['pods', 'delete', 'any'], AFTERWARDS],
  suspend: [['workflows', 'update', 'this'], AFTERWARDS],
  stop: [['workflows', 'patch', 'this'], AFTERWARDS],
  terminate: [['workflows', 'patch', 'this'], AFTERWARDS],
};

/** Options with which `argo` waits for the Workflow, prints its log, or looks for others. */
const OPTIONS_WITH_MORE = /^(?:-[wl]|--(?:wait|watch|log|selector|field-selector)\b)/;

/** Whether a value comes from the event, so that it is not known. */
export type IsFromEvent = (value: unknown) => boolean;

/**
 * The permissions for a trigger in the engine's own form.
 *
 * @param trigger the field `argoWorkflow` of the trigger template, in which any value may come from the event
 * @param sensorNamespace the namespace of a Workflow without one
 */
export function workflowNeeds(
  trigger: PlainObject,
  sensorNamespace: string,
  isFromEvent: IsFromEvent,
): Needs {
  const fieldsOf = (value: unknown) => (isObject(value) && !isFromEvent(value) ? value : undefined);
  const { operation = 'submit', source, args } = trigger;
  const object = fieldsOf(fieldsOf(source)?.['resource']);
  if (object === undefined) return { permissions: [], unknown: 'its Workflow is not in the sensor' };
  const needs =
    typeof operation === 'string' && Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (needs === undefined) return { permissions: [], unknown: 'its operation is not known' };
  const metadata = fieldsOf(object['metadata']) ?? {};
  const namespace = metadata['namespace'] || sensorNamespace;
  if (typeof namespace !== 'string' || isFromEvent(object['metadata']))
    return { permissions: [], unknown: 'the namespace of its Workflow comes from the event' };
  const { name } = metadata;
  const isCron = operation === 'submit-from' && String(object['kind']).toLowerCase() === 'cronworkflow';
  const all: readonly Need[] = isCron ? [...needs, ['cronworkflows', 'get', 'this']] : needs;
  const unknown = unknownOption(args, isFromEvent);
  return {
    permissions: [
      ...all.map(([resource, verb, on]) => ({
        apiGroup: resource === 'pods' ? '' : GROUP,
        resource,
        verb,
        ...(on === 'this' && typeof name === 'string' && name !== '' && { resourceName: name }),
        namespace,
      })),
      ...(operation === 'submit' ? templatePermissions(object['spec'], namespace, isFromEvent) : []),
    ],
    ...(unknown !== undefined && { unknown }),
  };
}

const GROUP = 'argoproj.io';

function unknownOption(args: unknown, isFromEvent: IsFromEvent): string | undefined {
  if (args === undefined) return undefined;
  if (!Array.isArray(args) || args.some(isFromEvent)) return 'its args come from the event';
  const option = args.find((one) => typeof one === 'string' && OPTIONS_WITH_MORE.test(one));
  return option === undefined ? undefined : `argo needs more for ${option}`;
}

/**
 * `argo submit` reads the templates that a Workflow refers to, and those that they refer to in turn, to check it
 * (ValidateWorkflow in workflow/validate/validate.go). It reads ClusterWorkflowTemplates only if the account may get, list
 * and watch all of them (HasAccessToClusterWorkflowTemplates in util/rbac/rbac.go).
 */
function templatePermissions(spec: unknown, namespace: string, isFromEvent: IsFromEvent): Permission[] {
  const scopes = new Set(scopesIn(spec, isFromEvent));
  const read = { apiGroup: GROUP, resource: 'workflowtemplates', verb: 'get', namespace };
  const cluster = ['get', 'list', 'watch'].map((verb) => ({
    apiGroup: GROUP,
    resource: 'clusterworkflowtemplates',
    verb,
  }));
  return [...(scopes.size > 0 ? [read] : []), ...(scopes.has('cluster') ? cluster : [])];
}

/** The scopes of the templates that a part of a Workflow refers to. A part from the event may refer to any. */
function scopesIn(value: unknown, isFromEvent: IsFromEvent, key = 'spec'): ('namespace' | 'cluster')[] {
  const isReference = key === 'workflowTemplateRef' || key === 'templateRef';
  if (isFromEvent(value)) return isReference || key === 'spec' ? ['namespace'] : [];
  if (Array.isArray(value)) return value.flatMap((one) => scopesIn(one, isFromEvent, ''));
  if (!isObject(value)) return [];
  if (isReference) return [value['clusterScope'] === true ? 'cluster' : 'namespace'];
  return Object.entries(value).flatMap(([name, member]) => scopesIn(member, isFromEvent, name));
}
