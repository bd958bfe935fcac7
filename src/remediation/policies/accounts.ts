import { LABEL, RESYNC_ANNOTATION } from '../names';
import type { CancelledAgents } from '../props/cancelled-agents';
import type { RemediationSettings } from '../settings';
import { KEY } from '../state/keys';
import { allOf, anyOf, type Cel, cel } from './cel';
import { by, type Policy, type Resources, userOf } from './policy';
import { runResources } from './runs';

/** Every write of every kind. */
const ANYTHING: Resources = {
  apiGroups: ['*'],
  apiVersions: ['*'],
  resources: ['*/*'],
  operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
};

/** What is written: `pods`, `pods/eviction`, `jobs.batch`. */
const KIND = cel`
  request.resource.resource +
    (request.?subResource.orValue('') == '' ? '' : '/' + request.subResource) +
    (request.resource.group == '' ? '' : '.' + request.resource.group)`;

/** The account of the cancelling Jobs deletes what their selector selects. */
export function cancelPolicy(settings: RemediationSettings, agents: Required<CancelledAgents>): Policy {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  const { agentTypes, label, running } = agents;
  const states = Object.values(running).join(' and ');
  return {
    name: 'cancel',
    resources: runResources(settings, ['DELETE']),
    matchConditions: { account: by(userOf({ name: names.cancel, namespace })) },
    variables: { labels: cel`oldObject.metadata.?labels.orValue({})` },
    rules: [
      {
        allows: allOf([
          cel`variables.labels[?${LABEL.task}].orValue('') != ''`,
          cel`variables.labels[?${label}].orValue('') in ${agentTypes}`,
          ...Object.entries(running).map(
            ([key, value]) => cel`variables.labels[?${key}].orValue('') == ${value}`,
          ),
        ]),
        message:
          `Of the CodeRuns of a task, those of ${agentTypes.join(' and ')} are cancelled` +
          (states === '' ? '' : ` while they are ${states}`),
      },
    ],
  };
}

/** The account of the resync touches states that wait. It goes by the label app and by keys, so any ConfigMap with them will do. */
export function resyncPolicy(settings: RemediationSettings): Policy {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  const same = (...fields: string[]) =>
    fields.map((field) => `dyn(object).?${field} == dyn(oldObject).?${field}`).join(' &&\n');
  return {
    name: 'resync',
    resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['UPDATE'] },
    matchConditions: { account: by(userOf({ name: names.resync, namespace })) },
    variables: {
      annotations: cel`object.metadata.?annotations.orValue({})`,
      oldAnnotations: cel`oldObject.metadata.?annotations.orValue({})`,
      data: cel`oldObject.?data.orValue({})`,
    },
    rules: [
      {
        allows: cel`
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.app} &&
          variables.data.exists(key, key.startsWith(${KEY.comment}) && size(key) > ${KEY.comment.length} &&
            !((${KEY.handled} + key.substring(${KEY.comment.length})) in variables.data))`,
        message: `The resync touches ConfigMaps labelled app: ${names.app} in which a comment is not handled`,
      },
      {
        allows: cel`
          variables.annotations[?${RESYNC_ANNOTATION}].orValue('').matches('^[1-9][0-9]{0,3}-[0-9]{1,15}$') &&
          variables.annotations.all(key, key == ${RESYNC_ANNOTATION} ||
            variables.annotations[?key] == variables.oldAnnotations[?key]) &&
          variables.oldAnnotations.all(key, key in variables.annotations)`,
        message: `The resync sets ${RESYNC_ANNOTATION} to <touches>-<time>, and no other annotation`,
      },
      {
        allows: {
          cel: same(
            'data',
            'binaryData',
            'immutable',
            'metadata.?labels',
            'metadata.?finalizers',
            'metadata.?ownerReferences',
          ),
        },
        message: 'The resync changes nothing but its annotation',
      },
    ],
  };
}

/** The account of the watchdog deletes pods and Deployments of the loop's sensors, and writes nothing else. */
export function watchdogPolicy({ names, namespaces }: RemediationSettings): Policy {
  const namespace = namespaces.sensors;
  return {
    name: 'watchdog',
    namespace,
    resources: ANYTHING,
    matchConditions: { account: by(userOf({ name: names.watchdog, namespace })) },
    variables: { kind: KIND },
    rules: [
      {
        allows: cel`
          request.operation == 'DELETE' && variables.kind in ['pods', 'deployments.apps'] &&
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.sensorApp}`,
        message: `The watchdog deletes pods and Deployments labelled app: ${names.sensorApp}, and writes nothing else`,
      },
    ],
  };
}

/** The accounts that are the loop's alone write no kind of object but their own, whatever they are allowed one day. */
export function accountsPolicy(settings: RemediationSettings, sensor: string): Policy {
  const { names, namespaces, serviceAccount, cancelledAgents } = settings;
  const [cancel, resync] = [names.cancel, names.resync].map((name) =>
    userOf({ name, namespace: namespaces.agents }),
  ) as [string, string];
  const states = userOf({ name: names.stateEventSource, namespace: namespaces.sensors });
  const { apiGroups, resources } = runResources(settings, []);
  const runs = `${resources[0]}.${apiGroups[0]}`;
  const jobs = cancelledAgents ? ['jobs.batch'] : [];
  const writes = (user: string, operations: readonly string[], ...kinds: string[]): Cel =>
    cel`(${by(user)} && request.operation in ${operations} && variables.kind in ${kinds})`;
  return {
    name: 'accounts',
    resources: ANYTHING,
    matchConditions: {
      account: by(
        ...(serviceAccount.dedicated ? [sensor] : []),
        states,
        ...(cancelledAgents ? [cancel] : []),
        resync,
      ),
    },
    variables: { kind: KIND },
    rules: [
      {
        allows: anyOf([
          ...(cancelledAgents ? [writes(cancel, ['DELETE'], runs)] : []),
          writes(resync, ['UPDATE'], 'configmaps'),
          ...(serviceAccount.dedicated
            ? [writes(sensor, ['CREATE', 'UPDATE'], 'configmaps', runs, ...jobs, 'events')]
            : []),
        ]),
        message: 'The accounts of the loop write no other kinds of objects',
      },
    ],
  };
}
