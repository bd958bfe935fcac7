import { Construct } from 'constructs';
import { Manifest } from '../../argo-events/manifest';
import { orderForArgoCd } from '../argo-cd/waves';
import { exporterNetworkPolicy } from '../network-policies';
import type { RemediationProps } from '../props';
import { resolveProps } from '../resolve-props';
import { exporter } from './exporter';
import { alertingRules } from './rules';
import { enginePodMonitor, exporterPodMonitor } from './targets';

/**
 * What watches the loop: PodMonitors and alerting rules for the Prometheus operator, a dashboard for Grafana, and an exporter
 * that says which tasks wait. Give it the props of the loop.
 *
 * @throws ValidationError with everything that is wrong with the props
 */
export class RemediationMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: RemediationProps = {}) {
    super(scope, id);
    const settings = resolveProps(this, props);
    // Loaded here: the dashboard needs 200 modules of Grafana's SDK, and a loop without monitoring none of them.
    const { dashboardConfigMap } = require('./dashboard') as typeof import('./dashboard');
    for (const object of [
      enginePodMonitor(settings),
      exporterPodMonitor(settings),
      alertingRules(settings),
      dashboardConfigMap(settings),
    ]) {
      new Manifest(this, `${object.kind}-${object.metadata.name}`, { ...object });
    }
    exporter(this, settings);
    exporterNetworkPolicy(this, settings);
    orderForArgoCd(this);
  }
}
