import {
  LegendDisplayMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { ManifestObject } from '../../../argo-events/manifest';
import type { RemediationSettings } from '../../settings';
import { clusterRow } from './cluster';
import { failuresRow, latencyRow, throughputRow } from './engine';
import type { PanelData, RowOf } from './panel';
import { tasksRow } from './tasks';

const ROWS: readonly RowOf[] = [tasksRow, throughputRow, latencyRow, failuresRow, clusterRow];

/** The data source is a variable, because its name differs from one Grafana to another. */
const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' };

/** Of the 24 columns of Grafana's grid. */
const WIDTH = 8;
const HEIGHT = 8;

/** The dashboard as a ConfigMap with the label by which the sidecar of Grafana finds it. */
export function dashboardConfigMap(settings: RemediationSettings): ManifestObject {
  const name = `${settings.name}-dashboard`;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: settings.namespaces.sensors, labels: { grafana_dashboard: '1' } },
    data: { [`${name}.json`]: `${JSON.stringify(dashboard(settings).build(), undefined, 2)}\n` },
  };
}

function dashboard(settings: RemediationSettings): DashboardBuilder {
  const built = new DashboardBuilder(`Remediation loop: ${settings.name}`)
    .uid(settings.names.stateApp)
    .description('What the loop does, and what keeps it from that.')
    .tags(['argo-events'])
    .readonly()
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const row of ROWS) {
    const { title, panels } = row(settings);
    built.withRow(new RowBuilder(title));
    for (const panel of panels) built.withPanel(timeSeries(panel));
  }
  return built;
}

function timeSeries({ title, description, unit, queries }: PanelData): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATA_SOURCE)
    .unit(unit)
    .min(0)
    .span(WIDTH)
    .legend(new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.List))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .height(HEIGHT);
  for (const [index, { expr, legend }] of queries.entries()) {
    panel.withTarget({ build: () => dataquery(String.fromCharCode(65 + index), expr, legend) });
  }
  return panel;
}

// The builder of it loads half of the SDK, three schemas of dashboards: a quarter of the time of a synth.
function dataquery(refId: string, expr: string, legendFormat: string): Dataquery {
  return {
    expr,
    refId,
    datasource: DATA_SOURCE,
    legendFormat,
    range: true,
    instant: false,
    _implementsDataqueryVariant: () => {},
  };
}
