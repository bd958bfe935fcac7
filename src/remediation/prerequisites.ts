import { Construct } from 'constructs';
import { EventBus, jetStream } from '../argo-events/event-bus';
import { EventSource } from '../argo-events/event-source';
import { githubEvent } from '../argo-events/event-sources';
import { declareExternal } from '../argo-events/external';
import { Manifest } from '../argo-events/manifest';
import { serviceAccount } from './accounts';
import { codeRunCrd } from './coderun-crd';
import type { RemediationProps } from './props';
import { podTemplate } from './sensor-pod';
import { resolveProps } from './settings';

/** The part of the task's label `app` that is the platform's. */
const APP = 'argo-events';

/**
 * What the task takes as given, for a cluster that has none of it: both namespaces, the bus, the event source
 * for GitHub's webhooks, the sensor's account and the CodeRun CRD.
 *
 * @throws ValidationError with everything that is wrong with the props
 */
export class RemediationPrerequisites extends Construct {
  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(props);
    const { sensorNamespace, agentNamespace, eventBusName } = settings;
    for (const name of new Set([sensorNamespace, agentNamespace])) {
      new Manifest(this, `Namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    new EventBus(this, 'bus', {
      name: eventBusName,
      namespace: sensorNamespace,
      spec: jetStream({ version: 'latest', replicas: 3 }),
    });
    if (!settings.serviceAccount.dedicated) {
      serviceAccount(this, { name: settings.serviceAccount.name, namespace: sensorNamespace }, APP);
    }
    const [owner = '', repository = ''] = settings.repository.split('/');
    const account = { name: `${settings.eventSourceName}-eventsource`, namespace: sensorNamespace };
    new EventSource(this, 'github', {
      name: settings.eventSourceName,
      namespace: sensorNamespace,
      eventBusName,
      template: podTemplate(account.name, { app: account.name }),
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
    serviceAccount(this, account, account.name);
    new Manifest(this, 'CodeRunCrd', { ...codeRunCrd() });
  }
}
