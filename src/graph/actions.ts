import { asObject, asString, type Part, valueAt } from '../lint/plain';
import { actionParts, OBJECT_KINDS, parametersOf } from '../lint/sensor';

/** What a trigger does: the object that it writes, or what it sends. */
export interface GraphAction {
  readonly kind: 'object' | 'request';
  /** What it does, such as `patch`. */
  readonly verb: string;
  /** What it does that to, such as `ConfigMap events/state`. */
  readonly target: string;
  /**
   * The object, as an event source may watch it.
   *
   * @default none: it is a request
   */
  readonly watched?: WatchedObject;
}

/** What an event source of the kind `resource` selects objects by. */
export interface WatchedObject {
  readonly group: string;
  readonly kind: string;
  /** Empty if the event says it. */
  readonly namespace: string;
}

/** What a trigger does; undefined if it has no action. */
export function actionOf(trigger: Part, namespace: string): GraphAction | undefined {
  const [action] = actionParts(trigger);
  if (action === undefined) return undefined;
  if (OBJECT_KINDS.includes(action.kind)) return objectAction(trigger, action.kind, action.value, namespace);
  if (action.kind === 'http') {
    const url = writtenTo(trigger, 'http.url') ?? asString(action.value['url']) ?? '';
    return { kind: 'request', verb: asString(action.value['method']) || 'POST', target: url };
  }
  const place = ADDRESSES[action.kind]?.map((field) => asString(action.value[field])).find(Boolean);
  return { kind: 'request', verb: 'send', target: place ? `${action.kind} ${place}` : action.kind };
}

/** The fields that say where the other kinds of trigger send something. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  awsLambda: ['functionName'],
  azureEventHubs: ['hubName'],
  azureServiceBus: ['queueName', 'topicName'],
  custom: ['serverURL'],
  kafka: ['topic'],
  nats: ['subject'],
  openWhisk: ['actionName'],
  pulsar: ['topic'],
  slack: ['channel'],
};

function objectAction(
  trigger: Part,
  kind: string,
  action: Part['value'],
  sensorNamespace: string,
): GraphAction {
  const verb = asString(action['operation']) || (kind === 'k8s' ? 'create' : 'submit');
  const resource = asObject(valueAt(action, 'source', 'resource'));
  const type = asString(resource['kind']);
  if (type === undefined) return { kind: 'object', verb, target: 'an object from elsewhere' };
  const written = (place: string) => writtenTo(trigger, `${kind}.source.resource.metadata.${place}`);
  const { name, generateName, namespace } = asObject(resource['metadata']);
  const ofEvent = written('namespace');
  const where = ofEvent ?? (asString(namespace) || sensorNamespace);
  const prefix = asString(generateName);
  const named = written('name') ?? (asString(name) || (prefix ? `${prefix}…` : ''));
  const [group = ''] = (asString(resource['apiVersion']) ?? '').split('/').slice(0, -1);
  return {
    kind: 'object',
    verb,
    target: named === '' ? `${type} in ${where}` : `${type} ${where === '' ? '' : `${where}/`}${named}`,
    watched: { group, kind: type, namespace: ofEvent === undefined ? where : '' },
  };
}

/** What a parameter writes to a place: `{body.number}`, or `{…}` for a template. Undefined if none does. */
function writtenTo(trigger: Part, place: string): string | undefined {
  const [parameter] = parametersOf(trigger, place);
  if (parameter === undefined) return undefined;
  const { dataKey, dataTemplate } = asObject(parameter.value['src']);
  return `{${(asString(dataTemplate) ? undefined : asString(dataKey)) ?? '…'}}`;
}
