import type { RemediationSettings } from '../settings';
import { cel } from './cel';
import { EVERY_WRITE, RESOURCE_NAME } from './every-write';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/** The account of the watchdog deletes pods and Deployments of the loop's sensors, and writes nothing else. */
export function watchdogPolicy({ names, namespaces }: RemediationSettings): AdmissionPolicy {
  const namespace = namespaces.sensors;
  return {
    name: 'watchdog',
    namespace,
    resources: EVERY_WRITE,
    matchConditions: { account: requestedBy(userOf({ name: names.watchdog, namespace })) },
    variables: { kind: RESOURCE_NAME },
    validations: [
      {
        allows: cel`
          request.operation == 'DELETE' && variables.kind in ['pods', 'deployments.apps'] &&
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.sensorApp}`,
        message: `The watchdog deletes pods and Deployments labelled app: ${names.sensorApp}, and writes nothing else`,
      },
    ],
  };
}
