import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { renderTree } from '../src/index';
import type { PrometheusRule } from '../src/remediation/monitoring/operator';
import { appOf } from '../test/app';

// Runs Prometheus' own promtool on the alerting rules with the task's props, and with the redelivery, which has an alert of its
// own: it checks them, and runs the cases in test/prometheus/alerts.

const MODULE = join(__dirname, '../test/prometheus');
const RULE = 'infra/gitops/monitoring/github-webhooks/remediation-loop-prometheusrule.yaml';

const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
try {
  // The operator writes the same: the spec is the content of a file of rules.
  const { spec } = parse(renderTree(appOf({ redelivery: {} })).get(RULE) ?? '') as PrometheusRule;
  writeFileSync(join(folder, 'rules.yaml'), stringify(spec));
  cpSync(join(MODULE, 'alerts'), folder, { recursive: true });
  const cases = readdirSync(join(MODULE, 'alerts'));
  // Without the discovery of clouds, which needs hundreds of packages more.
  const build = ['build', '-tags', 'remove_all_sd', '-o', join(folder, 'promtool')];
  run('go', [...build, 'github.com/prometheus/prometheus/cmd/promtool'], MODULE);
  run('./promtool', ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yaml'], folder);
  run('./promtool', ['test', 'rules', ...process.argv.slice(2), ...cases], folder);
} finally {
  rmSync(folder, { recursive: true });
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]} has failed`);
}
