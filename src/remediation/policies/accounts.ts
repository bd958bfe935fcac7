import type { RemediationSettings } from '../settings';
import { type Cel, cel, celAnyOf } from './cel';
import { codeRunResources } from './coderun';
import { EVERY_WRITE, RESOURCE_NAME } from './every-write';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/** An account that only the loop uses writes only the kinds of objects that it needs, even if RBAC ever allows more. */
export function accountsPolicy(settings: RemediationSettings, sensor: string): AdmissionPolicy {
  const { names, namespaces, serviceAccount, cancelledAgents } = settings;
  const [cancel, resync, janitor] = [names.cancelAccount, names.resync, names.janitor].map((name) =>
    userOf({ name, namespace: namespaces.agents }),
  ) as [string, string, string];
  const states = userOf({ name: names.stateEventSource, namespace: namespaces.sensors });
  const { apiGroups, resources } = codeRunResources(settings, []);
  const runs = `${resources[0]}.${apiGroups[0]}`;
  const jobs = cancelledAgents ? ['jobs.batch'] : [];
  const writes = (user: string, operations: readonly string[], ...kinds: string[]): Cel =>
    cel`(${requestedBy(user)} && request.operation in ${operations} && variables.kind in ${kinds})`;
  return {
    name: 'accounts',
    resources: EVERY_WRITE,
    matchConditions: {
      account: requestedBy(
        ...(serviceAccount.dedicated ? [sensor] : []),
        states,
        ...(cancelledAgents ? [cancel] : []),
        resync,
        janitor,
      ),
    },
    variables: { kind: RESOURCE_NAME },
    validations: [
      {
        allows: celAnyOf([
          ...(cancelledAgents ? [writes(cancel, ['DELETE'], runs)] : []),
          writes(resync, ['UPDATE'], 'configmaps'),
          writes(janitor, ['UPDATE', 'DELETE'], 'configmaps'),
          writes(janitor, ['UPDATE'], runs),
          ...(serviceAccount.dedicated
            ? [writes(sensor, ['CREATE', 'UPDATE'], 'configmaps', runs, ...jobs, 'events')]
            : []),
        ]),
        message: 'The accounts of the loop write no other kinds of objects',
      },
    ],
  };
}
