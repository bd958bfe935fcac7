import { Construct } from 'constructs';
import { EventSource } from '../argo-events/event-source';
import { githubEvent } from '../argo-events/event-sources';
import { declareExternal } from '../argo-events/external';
import { Manifest } from '../argo-events/manifest';
import { orderForArgoCd } from './argo-cd/waves';
import { eventBus } from './bus';
import { codeRunCrd } from './coderun-crd';
import { storedWebhookSecret } from './external-secrets';
import { declareExternalsOfPods } from './externals';
import { busNetworkPolicy, webhookNetworkPolicy } from './network-policies';
import type { RemediationProps } from './props';
import { addQuota } from './quota';
import { resolveProps } from './resolve-props';
import { eventSourcePod } from './sensor-pod';
import { serviceAccount } from './service-account';
import type { RemediationSettings } from './settings';
import { dispatchedCodeRun } from './steps/dispatch';
import { TASK_CODE_RUN } from './task-coderun';

/** The part of the specification's label `app` that is the platform's. */
const PLATFORM_APP = 'argo-events';

/**
 * What the specification takes as given, for a cluster that has none of it:
 *
 * - both namespaces, and a quota in that of the CodeRuns;
 * - the bus, and the sensor's account;
 * - the event source for GitHub's webhooks, unless the app has it;
 * - the CodeRun CRD, unless the CodeRuns are of another kind.
 *
 * @throws ValidationError with everything that is wrong with the props
 */
export class RemediationPrerequisites extends Construct {
  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(this, props);
    const { namespaces } = settings;
    // Agents may need more than the restricted profile lets a pod have, so their namespace enforces none.
    if (namespaces.sensors !== namespaces.agents) addNamespace(this, namespaces.sensors, RESTRICTED_LABELS);
    addNamespace(this, namespaces.agents);
    addQuota(this, settings, 'prerequisites');
    eventBus(this, settings);
    busNetworkPolicy(this, settings);
    if (!settings.serviceAccount.dedicated) {
      serviceAccount(
        this,
        { name: settings.serviceAccount.name, namespace: namespaces.sensors },
        PLATFORM_APP,
      );
    }
    // One that is no external is an event source of the app.
    if (settings.comments.isExternal) githubEventSource(this, settings);
    // Of any other kind or version, whoever made the kind has the CRD.
    const { apiVersion, kind } = dispatchedCodeRun(settings);
    if (apiVersion === TASK_CODE_RUN.apiVersion && kind === TASK_CODE_RUN.kind) {
      new Manifest(this, 'CodeRunCrd', { ...codeRunCrd() });
    }
    orderForArgoCd(this);
  }
}

const WEBHOOK_PORT = 12000;

/** The event source for GitHub's webhooks, and its account. */
function githubEventSource(scope: Construct, settings: RemediationSettings): void {
  const { comments, github, bus } = settings;
  const namespace = settings.namespaces.sensors;
  const [owner = '', repository = ''] = github.repository.split('/');
  const account = { name: `${comments.eventSourceName}-eventsource`, namespace };
  new EventSource(scope, 'github', {
    name: comments.eventSourceName,
    namespace,
    eventBusName: bus.name,
    template: eventSourcePod(settings, account.name, { app: account.name }),
    events: {
      [comments.eventName]: githubEvent({
        repositories: [{ owner, names: [repository] }],
        events: ['issue_comment', ...(bringsPullRequests(settings) ? ['pull_request' as const] : [])],
        endpoint: '/webhook',
        port: WEBHOOK_PORT,
        webhookSecret: github.webhookSecret,
      }),
    },
  });
  declareExternal(scope, { kind: 'Secret', metadata: { name: github.webhookSecret.name, namespace } });
  storedWebhookSecret(scope, settings);
  webhookNetworkPolicy(scope, settings, account.name, WEBHOOK_PORT);
  declareExternalsOfPods(scope, settings, 'eventSources');
  // It calls nobody. The engine's template has no field for this, so the account says it.
  serviceAccount(scope, account, account.name, { automountServiceAccountToken: false });
}

const RESTRICTED_LABELS = { 'pod-security.kubernetes.io/enforce': 'restricted' };

function addNamespace(scope: Construct, name: string, labels?: Readonly<Record<string, string>>): void {
  new Manifest(scope, `Namespace-${name}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...(labels && { labels }) },
  });
}

/** Whether the event of the comments brings pull requests too. */
function bringsPullRequests({ pullRequests, comments }: RemediationSettings): boolean {
  return (
    pullRequests?.eventSourceName === comments.eventSourceName &&
    pullRequests.eventName === comments.eventName
  );
}
