import type { RemediationSettings } from '../settings';
import { ANNOUNCEMENTS } from '../state-event';
import { allOf, type Cel, type CelValue, cel } from './cel';
import { stateName } from './patterns';
import { by, type Policy } from './policy';
import { hasOnly } from './template';

/** The Events of the sensor are those of the loop's reasons, about a state. */
export function eventPolicy(settings: RemediationSettings, user: string): Policy {
  const { names, namespaces, serviceAccount } = settings;
  return {
    name: 'event',
    // Events of events.k8s.io are the same objects, and converted.
    resources: {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['events'],
      operations: ['CREATE', 'UPDATE'],
    },
    matchConditions: {
      account: by(user),
      ...(!serviceAccount.dedicated && {
        ours: cel`
          object.?source.?component.orValue('') == ${names.sensor} ||
          object.involvedObject.?name.orValue('').matches(${stateName(settings)})`,
      }),
    },
    variables: {
      kinds: kinds(),
      event: cel`dyn(object)`,
      about: cel`variables.event[?'involvedObject'].orValue({})`,
    },
    rules: [
      {
        allows: cel`
          variables.kinds[?variables.event[?'reason'].orValue('')] == optional.of(
            variables.event[?'type'].orValue('') + ' ' + object.metadata.?generateName.orValue(''))`,
        message: `The sensor tells of ${Object.keys(ANNOUNCEMENTS).join(', ')}, each with its type and name`,
      },
      {
        allows: allOf([
          has('apiVersion', 'v1'),
          has('kind', 'ConfigMap'),
          has('namespace', namespaces.agents),
          cel`variables.about[?'name'].orValue('').matches(${stateName(settings)})`,
          cel`variables.about[?'uid'].orValue('') != ''`,
          hasOnly(cel`variables.about`, ['apiVersion', 'kind', 'namespace', 'name', 'uid']),
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
        allows: allOf([
          cel`!('related' in variables.event) && !('series' in variables.event)`,
          cel`variables.event[?'action'].orValue('') == ''`,
          cel`!has(object.metadata.finalizers) && !has(object.metadata.ownerReferences)`,
        ]),
        message: 'The Events of the sensor have nothing beyond the template',
      },
    ],
  };
}

function has(field: string, value: CelValue): Cel {
  return cel`variables.about[?${field}] == optional.of(${value})`;
}

/** By reason: the type, and how the name begins. */
function kinds(): Cel {
  const entries = Object.entries(ANNOUNCEMENTS).map(
    ([reason, { namePrefix, type }]) => cel`${reason}: ${`${type} ${namePrefix}`}`,
  );
  return { cel: `{${entries.map((entry) => entry.cel).join(', ')}}` };
}
