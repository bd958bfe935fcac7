import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { RemediationProps } from '../../../src/remediation/props';
import { CHANGES } from '../../props';
import { renderMonitoring } from '../rendered';
import { syntaxErrors } from './promql';

interface ConfigMap {
  readonly metadata: { readonly labels: object; readonly namespace: string };
  readonly data: Readonly<Record<string, string>>;
}

function configMap(props?: RemediationProps): ConfigMap {
  const name = `${props?.name ?? 'remediation'}-dashboard-configmap`;
  return renderMonitoring(props)[name] as unknown as ConfigMap;
}

const dashboardOf = (props?: RemediationProps) =>
  JSON.parse(Object.values(configMap(props).data)[0] ?? '') as Dashboard;
const panelsOf = (dashboard: Dashboard) =>
  (dashboard.panels ?? []).flatMap((panel): Panel[] =>
    panel.type === 'row' ? (panel as RowPanel).panels : [panel],
  );
const expressionsOf = (panel: Panel) =>
  (panel.targets as unknown as readonly { expr: string; legendFormat: string }[]) ?? [];

test('the sidecar of Grafana finds it, and no label makes it a state of a task', () => {
  expect(configMap().metadata).toMatchObject({
    namespace: 'github-webhooks',
    labels: { grafana_dashboard: '1' },
  });
  expect(Object.keys(configMap().metadata.labels)).toEqual(['grafana_dashboard']);
});

test('several loops have several dashboards', () => {
  expect(dashboardOf()).toMatchObject({ uid: 'remediation-loop', title: 'Remediation loop: remediation' });
  expect(dashboardOf({ name: 'docs' })).toMatchObject({ uid: 'docs-loop', title: 'Remediation loop: docs' });
});

test.each([['the default props', {}], ...CHANGES] as const)('every query parses with %s', (_, props) => {
  const queries = panelsOf(dashboardOf(props)).flatMap(expressionsOf);
  expect(queries.length).toBeGreaterThan(15);
  const wrong = queries.flatMap(({ expr }) => syntaxErrors(expr.replaceAll('$__rate_interval', '5m')));
  expect(wrong).toEqual([]);
});

test('each panel says what it shows, and its series have names', () => {
  for (const panel of panelsOf(dashboardOf())) {
    expect(panel.title).toMatch(/^[A-Z]/);
    expect(panel.description).toMatch(/^[A-Z].*\.$/);
    // The SDK hides the names by default.
    expect(panel.options.legend.showLegend).toBe(true);
    for (const { expr, legendFormat } of expressionsOf(panel)) {
      // A label that the expression does not keep would be empty.
      const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
      const kept = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels]) =>
        labels?.split(', '),
      );
      expect(kept).toEqual(expect.arrayContaining(named));
      expect(legendFormat).not.toBe('');
    }
  }
});

test('panels do not overlap', () => {
  const places = (dashboardOf().panels ?? []).flatMap(({ gridPos }) => {
    const { x = 0, y = 0, w = 0, h = 0 } = gridPos ?? {};
    return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
  });
  expect(new Set(places).size).toBe(places.length);
});
