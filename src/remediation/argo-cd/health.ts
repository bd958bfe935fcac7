import type { Construct } from 'constructs';
import { argoEventsHealth, healthKey } from '../../argo-cd/health';
import { Manifest } from '../../argo-events/manifest';
import type { RunStatus } from '../props/retention';
import type { RemediationSettings } from '../settings';
import { dispatchedCodeRun } from '../steps/dispatch';

/** The values that say of a run that it has failed, in whatever field. */
const FAILED = ['Failed', 'Error'];

/** Where a CodeRun says how it is, if the prop `retention.runStatus` does not say it. */
const USUAL: RunStatus = { path: 'status.phase', finished: ['Succeeded', 'Completed'] };

/**
 * The health checks, as a part of `argocd-cm`: server-side apply adds these keys to the ConfigMap of Argo CD, and touches no
 * other. The label is the one by which Argo CD finds its ConfigMap.
 */
export function healthChecks(scope: Construct, settings: RemediationSettings, namespace: string): void {
  const { apiVersion, kind } = dispatchedCodeRun(settings);
  const [group = '', version] = apiVersion.split('/');
  new Manifest(scope, 'health', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    data: {
      ...argoEventsHealth(),
      [healthKey(version === undefined ? '' : group, kind)]: codeRunHealth(
        settings.retention.runStatus ?? USUAL,
      ),
    },
  });
}

/** The Lua by which Argo CD sees how a CodeRun is. What executes the run writes the field. */
function codeRunHealth({ path, finished }: RunStatus): string {
  const list = (values: readonly string[]) => values.map((one) => JSON.stringify(one)).join(', ');
  const ended = finished.filter((one) => !FAILED.includes(one));
  return `local value = obj
for _, key in ipairs({ ${list(path.split('.'))} }) do
  value = type(value) == "table" and value[key] or nil
end
local health = { status = "Progressing", message = "${path} has no value yet" }
if value ~= nil then
  health.message = "${path}: " .. tostring(value)
end
for _, failed in ipairs({ ${list(FAILED)} }) do
  if value == failed then
    health.status = "Degraded"
  end
end
for _, finished in ipairs({ ${list(ended)} }) do
  if value == finished then
    health.status = "Healthy"
  end
end
return health
`;
}
