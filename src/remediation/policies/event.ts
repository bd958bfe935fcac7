import { ANNOUNCEMENTS } from '../kubernetes-event';
import type { RemediationSettings } from '../settings';
import { type Cel, type CelValue, cel, celAllOf } from './cel';
import { hasOnlyKeys } from './match-resource';
import { stateNamePattern } from './patterns';
import { type AdmissionPolicy, requestedBy } from './policy';

/** The sensor may write only Events about a state, with a reason of the loop. */
export function eventPolicy(settings: RemediationSettings, user: string): AdmissionPolicy {
  const { names, namespaces, serviceAccount } = settings;
  return {
    name: 'event',
    // The API server converts an Event of events.k8s.io to one of v1.
    resources: {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['events'],
      operations: ['CREATE', 'UPDATE'],
    },
    matchConditions: {
      account: requestedBy(user),
      ...(!serviceAccount.dedicated && {
        ours: cel`
          object.?source.?component.orValue('') == ${names.sensor} ||
          object.involvedObject.?name.orValue('').matches(${stateNamePattern(settings)})`,
      }),
    },
    variables: {
      kinds: kindsByReason(),
      event: cel`dyn(object)`,
      about: cel`variables.event[?'involvedObject'].orValue({})`,
    },
    validations: [
      {
        allows: cel`
          variables.kinds[?variables.event[?'reason'].orValue('')] == optional.of(
            variables.event[?'type'].orValue('') + ' ' + object.metadata.?generateName.orValue(''))`,
        message: `The sensor tells of ${Object.keys(ANNOUNCEMENTS).join(', ')}, each with its type and name`,
      },
      {
        allows: celAllOf([
          objectHas('apiVersion', 'v1'),
          objectHas('kind', 'ConfigMap'),
          objectHas('namespace', namespaces.agents),
          cel`variables.about[?'name'].orValue('').matches(${stateNamePattern(settings)})`,
          cel`variables.about[?'uid'].orValue('') != ''`,
          hasOnlyKeys(cel`variables.about`, ['apiVersion', 'kind', 'namespace', 'name', 'uid']),
        ]),
        message: 'The sensor tells of states of tasks',
      },
      {
        allows: cel`
          variables.event[?'source'] == optional.of({'component': ${names.sensor}}) &&
            variables.event[?'message'].orValue('') != ''`,
        message: `The sensor tells a message, and that it comes from ${names.sensor}`,
      },
      {
        allows: celAllOf([
          cel`!('related' in variables.event) && !('series' in variables.event)`,
          cel`variables.event[?'action'].orValue('') == ''`,
          cel`!has(object.metadata.finalizers) && !has(object.metadata.ownerReferences)`,
        ]),
        message: 'The Events of the sensor have nothing beyond the template',
      },
    ],
  };
}

function objectHas(field: string, value: CelValue): Cel {
  return cel`variables.about[?${field}] == optional.of(${value})`;
}

/** For each reason: the type, and the prefix of the name. */
function kindsByReason(): Cel {
  const entries = Object.entries(ANNOUNCEMENTS).map(
    ([reason, { namePrefix, type }]) => cel`${reason}: ${`${type} ${namePrefix}`}`,
  );
  return { cel: `{${entries.map((entry) => entry.cel).join(', ')}}` };
}
