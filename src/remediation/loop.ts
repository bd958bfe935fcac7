import { Construct } from 'constructs';
import { declareExternal } from '../argo-events/external';
import { grantPermissions } from '../argo-events/permissions';
import { Sensor } from '../argo-events/sensor';
import { orderForArgoCd } from './argo-cd/waves';
import { claimNames, warnOfOpenings } from './checks/neighbours';
import { warnOfInjected } from './checks/openings';
import { warnOfUncheckedFields } from './checks/unchecked-fields';
import { githubTokens } from './external-secrets';
import { declareExternalsOfPods } from './externals';
import { shardName } from './names';
import { loopNetworkPolicies } from './network-policies';
import { addPolicies } from './policies';
import type { RemediationProps } from './props';
import { addQuota } from './quota';
import { resolveProps } from './resolve-props';
import { sensorProps } from './sensor-pod';
import { serviceAccount } from './service-account';
import { hasPolicies } from './settings';
import { type StateEventSource, stateEventSource } from './state/event-source';
import { acknowledge } from './steps/acknowledge';
import { announce } from './steps/announce';
import { assign } from './steps/assign';
import { cancel, cancelAccount } from './steps/cancel';
import { dispatch } from './steps/dispatch';
import { exhaust } from './steps/exhaust';
import type { LoopEvents, Step } from './steps/step';
import { store } from './steps/store';
import { storePullRequest } from './steps/store-pull-request';
import { janitorCronJob } from './upkeep/janitor';
import { redeliveryCronJob } from './upkeep/redelivery';
import { resyncCronJob } from './upkeep/resync';
import { watchdogCronJob } from './upkeep/watchdog';

/** What GitHub's events lead to: a comment, or that its pull request is closed, is stored in the state of its task. */
const GITHUB_STEPS: readonly Step[] = [store, storePullRequest];

/** What follows from the stored state, and from the CodeRuns that are made. */
const STATE_STEPS: readonly Step[] = [assign, dispatch, cancel, acknowledge, announce, exhaust];

/**
 * The remediation loop: a comment of a reviewer on a pull request is stored in the state of its task, and every later
 * step reads only that.
 *
 * @throws ValidationError with everything that is wrong with the props, and for a second loop of the app in one
 * `namespaces.agents`, or of one name in one `namespaces.sensors`
 */
export class RemediationLoop extends Construct {
  /** The sensors: one, and with several shards first the one that stores comments. */
  readonly sensors: readonly Sensor[];
  /** The event source that watches the states and the CodeRuns. */
  readonly eventSource: StateEventSource;

  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(this, props);
    claimNames(this, settings);
    warnOfOpenings(this, settings);
    const { names, namespaces } = settings;
    const account = { name: settings.serviceAccount.name, namespace: namespaces.sensors };
    // Of the platform; the prerequisites have the first two, for a cluster that has none of it.
    for (const [kind, name] of [
      ['EventBus', settings.bus.name],
      ['ServiceAccount', account.name],
      ['Secret', settings.github.token.name],
    ] as const) {
      declareExternal(this, { kind, metadata: { name, namespace: namespaces.sensors } });
    }
    declareExternalsOfPods(this, settings, 'sensors');
    declareExternalsOfPods(this, settings, 'eventSources');
    githubTokens(this, settings);
    const source = stateEventSource(this, settings);
    const events: LoopEvents = {
      comments: settings.comments,
      pullRequests: settings.pullRequests,
      state: source.event('state'),
      runs: source.event('runs'),
    };
    const sensor = (name: string, steps: readonly Step[], shard?: number) => {
      const made = new Sensor(this, name, sensorProps(settings, name));
      for (const step of steps) step({ settings, sensor: made, events, shard });
      return made;
    };
    this.eventSource = source;
    this.sensors =
      settings.shards === 1
        ? [sensor(names.sensor, [...GITHUB_STEPS, ...STATE_STEPS])]
        : [
            sensor(names.sensor, GITHUB_STEPS),
            ...Array.from({ length: settings.shards }, (_, shard) =>
              sensor(shardName(names, shard), STATE_STEPS, shard),
            ),
          ];
    // They have one account, so one Role: it is the same for any number of shards.
    grantPermissions(
      this,
      names.sensor,
      account,
      this.sensors.flatMap(({ permissions }) => permissions),
    );
    if (settings.serviceAccount.dedicated) serviceAccount(this, account, names.stateApp);
    cancelAccount(this, settings);
    addQuota(this, settings, 'resources');
    loopNetworkPolicies(this, settings);
    resyncCronJob(this, settings);
    watchdogCronJob(this, settings);
    redeliveryCronJob(this, settings);
    if (hasPolicies(settings)) {
      addPolicies(this, settings);
      // It may delete ConfigMaps, and only a policy says which.
      janitorCronJob(this, settings);
      warnOfUncheckedFields(this, settings);
      warnOfInjected(this, settings);
    }
    orderForArgoCd(this);
  }
}
