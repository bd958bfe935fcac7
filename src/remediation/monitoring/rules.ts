import type { RemediationSettings } from '../settings';
import type { Alerts } from './alerts/alert';
import { clusterAlerts } from './alerts/cluster';
import { countedAlerts } from './alerts/counted';
import { downAlerts } from './alerts/down';
import { taskAlerts } from './alerts/tasks';
import type { PrometheusRule } from './operator';
import { TARGET_LABEL } from './targets';

/** The alerts, by subject. */
const ALERTS: readonly Alerts[] = [countedAlerts, downAlerts, taskAlerts, clusterAlerts];

/** The alerting rules of the loop. Each alert links to its section in docs/troubleshoot.md. */
export function alertingRules(settings: RemediationSettings): PrometheusRule {
  const { name, names, namespaces, monitoring } = settings;
  const alerts = ALERTS.flatMap((of) => of(settings));
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name: names.stateApp,
      namespace: namespaces.sensors,
      labels: { app: names.stateApp, ...monitoring.labels },
    },
    spec: {
      groups: [
        {
          name: names.stateApp,
          rules: alerts.map(({ name: alert, severity, expr, for: holds, summary, description }) => ({
            alert,
            expr,
            ...(holds !== undefined && { for: holds }),
            labels: { severity, [TARGET_LABEL.loop]: name },
            annotations: {
              summary,
              description,
              runbook_url: `${monitoring.runbooks}/troubleshoot.md#${alert.toLowerCase()}`,
            },
          })),
        },
      ],
    },
  };
}
