import { Construct } from 'constructs';
import { EventSource } from '../argo-events/event-source';
import { githubEvent } from '../argo-events/event-sources';
import { declareExternal } from '../argo-events/external';
import { Manifest } from '../argo-events/manifest';
import { eventBus } from './bus';
import { codeRunCrd } from './coderun-crd';
import { declarePodReads } from './externals';
import type { RemediationProps } from './props';
import { resolveProps } from './resolve-props';
import { eventSourcePod } from './sensor-pod';
import { serviceAccount } from './service-account';
import { dispatchedCodeRun } from './steps/dispatch';
import { TASK_CODE_RUN } from './task-coderun';

/** The part of the task's label `app` that is the platform's. */
const PLATFORM_APP = 'argo-events';

/**
 * What the task takes as given, for a cluster that has none of it: both namespaces, the bus, the event source
 * for GitHub's webhooks, the sensor's account and, unless the CodeRuns are of another kind, the CodeRun CRD.
 *
 * @throws ValidationError with everything that is wrong with the props
 */
export class RemediationPrerequisites extends Construct {
  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(this, props);
    const { sensorNamespace, agentNamespace, eventBusName } = settings;
    // Agents may need more than the restricted profile lets a pod have, so their namespace enforces none.
    if (sensorNamespace !== agentNamespace) addNamespace(this, sensorNamespace, RESTRICTED_LABELS);
    addNamespace(this, agentNamespace);
    eventBus(this, settings);
    if (!settings.serviceAccount.dedicated) {
      serviceAccount(this, { name: settings.serviceAccount.name, namespace: sensorNamespace }, PLATFORM_APP);
    }
    const [owner = '', repository = ''] = settings.repository.split('/');
    const account = { name: `${settings.eventSourceName}-eventsource`, namespace: sensorNamespace };
    new EventSource(this, 'github', {
      name: settings.eventSourceName,
      namespace: sensorNamespace,
      eventBusName,
      template: eventSourcePod(settings, account.name, { app: account.name }),
      events: {
        [settings.eventName]: githubEvent({
          repositories: [{ owner, names: [repository] }],
          events: ['issue_comment'],
          endpoint: '/webhook',
          port: 12000,
          webhookSecret: settings.webhookSecret,
        }),
      },
    });
    declareExternal(this, {
      kind: 'Secret',
      metadata: { name: settings.webhookSecret.name, namespace: sensorNamespace },
    });
    declarePodReads(this, settings, 'eventSources');
    // It calls nobody. The engine's template has no field for this, so the account says it.
    serviceAccount(this, account, account.name, { automountServiceAccountToken: false });
    // Of any other kind or version, whoever made the kind has the CRD.
    const { apiVersion, kind } = dispatchedCodeRun(settings);
    if (apiVersion === TASK_CODE_RUN.apiVersion && kind === TASK_CODE_RUN.kind) {
      new Manifest(this, 'CodeRunCrd', { ...codeRunCrd() });
    }
  }
}

const RESTRICTED_LABELS = { 'pod-security.kubernetes.io/enforce': 'restricted' };

function addNamespace(scope: Construct, name: string, labels?: Readonly<Record<string, string>>): void {
  new Manifest(scope, `Namespace-${name}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...(labels && { labels }) },
  });
}
