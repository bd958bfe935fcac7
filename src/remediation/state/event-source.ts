import type { Construct } from 'constructs';
import type { EventDefinition } from '../../argo-events/event-definition';
import { EventSource } from '../../argo-events/event-source';
import { type ResourceEvent, resourceEvent } from '../../argo-events/event-sources';
import type { ConfigMap } from '../../argo-events/kubernetes';
import { LABEL, TRIGGER_TYPE } from '../names';
import { eventSourcePod } from '../sensor-pod';
import { serviceAccount } from '../service-account';
import type { RemediationSettings } from '../settings';
import { codeRunResource } from '../steps/dispatch';
import type { AnyCodeRun, StateEvent } from '../steps/step';

/** The event source of the loop. */
export type StateEventSource = EventSource<{
  readonly state: EventDefinition<StateEvent>;
  readonly runs: EventDefinition<ResourceEvent<AnyCodeRun>>;
}>;

/**
 * States and CodeRuns with the label at-rest `true` are not watched, because the event source keeps every object that it watches in memory, and
 * sends all of them to the bus when it starts.
 */
const NOT_AT_REST = [{ key: LABEL.atRest, operator: 'NotIn', values: ['true'] }] as const;

/** What the report about a change says of events that a new consumer does not get: docs/lint/impact.md. */
const RESENT = 'the resync re-triggers each task in which a comment waits';

/** The event source that watches the states and the CodeRuns of the loop, with an account of its own. */
export function stateEventSource(scope: Construct, settings: RemediationSettings): StateEventSource {
  const { names, namespaces } = settings;
  const account = { name: names.stateEventSource, namespace: namespaces.sensors };
  const eventTypes = ['ADD', 'UPDATE'] as const;
  const source = new EventSource(scope, names.stateEventSource, {
    name: names.stateEventSource,
    namespace: namespaces.sensors,
    annotations: { 'resent.cdk8s-argo-events/state': RESENT, 'resent.cdk8s-argo-events/runs': RESENT },
    eventBusName: settings.bus.name,
    template: eventSourcePod(settings, account.name, { app: names.stateEventSource }),
    events: {
      state: resourceEvent<ConfigMap>({
        group: '',
        version: 'v1',
        resource: 'configmaps',
        namespace: namespaces.agents,
        eventTypes,
        labels: { app: names.stateApp },
        matchExpressions: NOT_AT_REST,
      }),
      runs: resourceEvent<AnyCodeRun>({
        ...codeRunResource(settings),
        namespace: namespaces.agents,
        eventTypes,
        labels: { [LABEL.triggerType]: TRIGGER_TYPE },
        matchExpressions: NOT_AT_REST,
      }),
    },
  });
  serviceAccount(scope, account, names.stateEventSource);
  source.grant(account);
  return source;
}
