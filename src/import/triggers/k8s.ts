import { create, patch, remove, update } from '../../argo-events/triggers';
import { argoWorkflow } from '../../argo-events/triggers/argo-workflow';
import { asList, asObject, isObject } from '../../lint/plain';
import type { PlainObject } from '../../lint/rule';
import { type Code, callCode, literal, objectCode, optionalLiteral } from '../code';
import { filledBy, type Variables, withSlots } from '../slots';
import { unfit } from '../unfit';
import type { ActionFields } from './canonical';

const OPERATIONS: Readonly<Record<string, readonly [string, (...args: never[]) => unknown]>> = {
  create: ['create', create],
  patch: ['patch', patch],
  update: ['update', update],
  delete: ['remove', remove],
};

/** A trigger that writes an object, as `create`, `patch`, `update` or `remove`. */
export function k8sCode({ template, policy }: ActionFields, variables: Variables): Code {
  const { operation = 'create', source, parameters, ...others } = asObject(template['k8s']);
  refuseFields(others);
  const fn = OPERATIONS[String(operation)] ?? unfit(`its operation is "${operation}"`);
  const resource = withSlots(resourceOf(source), filledBy(objects(parameters), variables));
  const labels = asObject(policy)['k8s'];
  return callCode(...fn, [resource, ...(labels === undefined ? [] : [literal({ policy: labels })])]);
}

/** A trigger that submits a Workflow or changes one, as `argoWorkflow`. */
export function argoWorkflowCode({ template, policy }: ActionFields, variables: Variables): Code {
  const { operation = 'submit', source, parameters, args, ...others } = asObject(template['argoWorkflow']);
  refuseFields(others);
  const resource = resourceOf(source);
  const { apiVersion, kind, metadata, spec, ...more } = resource;
  refuseFields(more);
  if (apiVersion !== 'argoproj.io/v1alpha1' || kind !== 'Workflow') unfit(`it submits a ${kind}`);
  const filled = withSlots(resource, filledBy(objects(parameters), variables));
  const fields = fieldsOf(filled);
  const names = fieldsOf(fields['metadata']);
  const further = optionalLiteral(args);
  if (operation === 'submit') {
    const { name, generateName, namespace, labels, annotations, ...unknown } = names;
    refuseFields(unknown);
    if ((name === undefined) === (generateName === undefined))
      unfit('its Workflow needs a name, or generateName');
    if (fields['spec'] === undefined) unfit('its Workflow has no spec');
    return callCode('argoWorkflow', argoWorkflow, [
      objectCode({
        operation: literal('submit'),
        metadata: fields['metadata'],
        ...withArguments(fields['spec'] as Code),
        args: further,
      }),
    ]);
  }
  const { name, namespace, ...unknown } = names;
  refuseFields(unknown);
  if (operation === 'submit-from' || name === undefined || fields['spec'] !== undefined) {
    unfit(`argoWorkflow(…) has no ${operation} of this form`);
  }
  const labels = asObject(policy)['k8s'];
  return callCode('argoWorkflow', argoWorkflow, [
    objectCode({
      operation: literal(operation),
      name,
      namespace,
      args: further,
      policy: optionalLiteral(labels),
    }),
  ]);
}

/** The spec, and its arguments apart if they are names and values. */
function withArguments(spec: Code): { readonly spec: Code; readonly arguments?: Code } {
  const { arguments: given, ...others } = fieldsOf(spec);
  if (given === undefined) return { spec };
  const { parameters, ...more } = fieldsOf(given);
  const items = parameters?.form.kind === 'list' ? parameters.form.items.map(fieldsOf) : [];
  const isPlain = items.every(
    ({ name, value, ...rest }) =>
      typeof name?.value === 'string' &&
      value !== undefined &&
      (typeof value.value === 'object' || typeof value.value === 'string') &&
      Object.keys(rest).length === 0,
  );
  if (items.length === 0 || !isPlain || Object.keys(more).length > 0) return { spec };
  return {
    spec: objectCode(others),
    arguments: objectCode(Object.fromEntries(items.map(({ name, value }) => [String(name?.value), value]))),
  };
}

function fieldsOf(code: Code | undefined): Readonly<Record<string, Code>> {
  return code?.form.kind === 'object' ? Object.fromEntries(code.form.fields) : {};
}

function resourceOf(source: unknown): PlainObject {
  const { resource, ...others } = asObject(source);
  const [other] = Object.keys(others);
  if (other !== undefined) unfit(`its object comes from ${other}`);
  if (!isObject(resource)) unfit('it has no object');
  if (typeof resource['apiVersion'] !== 'string' || typeof resource['kind'] !== 'string') {
    unfit('its object has no apiVersion or kind');
  }
  return resource;
}

/** @throws Unfit if there is a field that the function does not take */
export function refuseFields(fields: PlainObject): void {
  const [name] = Object.keys(fields);
  if (name !== undefined) unfit(`no function takes "${name}"`);
}

/** The objects of a list. */
export function objects(list: unknown): PlainObject[] {
  return asList(list).map(asObject);
}
