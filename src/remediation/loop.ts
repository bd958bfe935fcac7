import { Construct } from 'constructs';
import { eventReference } from '../argo-events/dependency';
import { declareExternal } from '../argo-events/external';
import { grantPermissions } from '../argo-events/permissions';
import { Sensor } from '../argo-events/sensor';
import { cancelAccount, serviceAccount } from './accounts';
import { announceStarted, reportExhausted } from './announcements';
import { codeRunResource } from './coderun';
import { cancelQualityAgents, dispatchRun } from './dispatch';
import { onFeedback, recordFeedback } from './feedback';
import { labelExhausted, moveLabels } from './github-labels';
import { guardRails } from './guard-rails';
import { claimNames, warnOfOpenings } from './neighbours';
import type { RemediationProps } from './props';
import { onState, reconcileState } from './reconcile';
import { resolveProps } from './resolve-props';
import { resyncCronJob } from './resync';
import { sensorProps } from './sensor-pod';
import type { RemediationSettings } from './settings';
import { onStarted, recordIteration } from './started';
import { type StateEvents, stateEventSource } from './state-event-source';
import { warnOfUnknown } from './warn-unknown';
import { watchdogCronJob } from './watchdog';

/**
 * The remediation loop: a comment of a reviewer on a pull request is recorded in the state of its task, and
 * everything else follows from the recorded state.
 *
 * @throws ValidationError with everything that is wrong with the props, and for a second loop of the app in one
 * `agentNamespace`, or of one name in one `sensorNamespace`
 */
export class RemediationLoop extends Construct {
  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(this, props);
    claimNames(this, settings);
    warnOfOpenings(this, settings);
    const { names, agentNamespace, sensorNamespace } = settings;
    const account = { name: settings.serviceAccount.name, namespace: sensorNamespace };
    // Of the platform; the prerequisites have the first two, for a cluster that has none of it.
    for (const [kind, name] of [
      ['EventBus', settings.eventBusName],
      ['ServiceAccount', account.name],
      ['Secret', settings.githubToken.name],
    ] as const) {
      declareExternal(this, { kind, metadata: { name, namespace: sensorNamespace } });
    }
    const events = stateEventSource(this, settings);

    const comments = eventReference<unknown>(settings.eventSourceName, settings.eventName);
    const sensor = (name: string) => new Sensor(this, name, sensorProps(settings, name));
    const first = sensor(names.sensor);
    recordFeedback(first, onFeedback(first, settings, comments), settings);
    const shards =
      settings.shards === 1
        ? []
        : Array.from({ length: settings.shards }, (_, shard) => sensor(`${names.sensor}-loop-${shard}`));
    if (settings.shards === 1) followState(first, settings, events, undefined);
    for (const [shard, one] of shards.entries()) followState(one, settings, events, shard);
    // They have one account, so one Role: it is the same for any number of shards.
    grantPermissions(
      this,
      names.sensor,
      account,
      [first, ...shards].flatMap(({ permissions }) => permissions),
    );

    if (settings.serviceAccount.dedicated) serviceAccount(this, account, names.app);
    if (settings.cancelledAgents) {
      cancelAccount(this, { name: names.cancel, namespace: agentNamespace }, codeRunResource(settings));
    }
    resyncCronJob(this, settings);
    watchdogCronJob(this, settings);
    if (settings.guardRails) {
      guardRails(this, settings);
      warnOfUnknown(this, settings);
    }
  }
}

/** All that follows from the recorded state, for every task or for those of one shard. */
function followState(
  sensor: Sensor,
  settings: RemediationSettings,
  events: StateEvents,
  shard: number | undefined,
): void {
  const { stale, requested, cancellation, recorded, exhausted } = onState(
    sensor,
    settings,
    events.state,
    shard,
  );
  const started = onStarted(sensor, settings, events.runs, shard);
  reconcileState(sensor, stale, settings);
  dispatchRun(sensor, requested, settings);
  if (cancellation) cancelQualityAgents(sensor, cancellation, settings);
  recordIteration(sensor, started, settings);
  moveLabels(sensor, recorded, settings);
  announceStarted(sensor, recorded, settings);
  reportExhausted(sensor, exhausted, settings);
  labelExhausted(sensor, exhausted, settings);
}
