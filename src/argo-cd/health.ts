/**
 * What the status of a Sensor, an EventSource or an EventBus says (pkg/apis/events/v1alpha1/status_types.go): all conditions
 * are True when the controller has made the pods. A condition that is Unknown has not been looked at yet.
 *
 * Argo CD runs it without the library for strings.
 */
const CONDITIONS = `local health = { status = "Progressing", message = "the controller has not looked at it yet" }
local conditions = (obj.status or {}).conditions or {}
for _, condition in ipairs(conditions) do
  if condition.status == "False" then
    local text = condition.message or condition.reason or "no reason is given"
    -- The controller tries again by itself, and a bus takes a while: a sync has to wait, and not to fail.
    health.status = condition.reason == "EventBusNotReady" and "Progressing" or "Degraded"
    health.message = condition.type .. ": " .. text
    return health
  end
end
for _, condition in ipairs(conditions) do
  if condition.status ~= "True" then
    health.message = condition.type .. ": not known yet"
    return health
  end
  health.status = "Healthy"
  health.message = "the controller has made its pods"
end
return health
`;

/**
 * The health checks of Argo CD for the kinds of Argo Events: entries of the ConfigMap `argocd-cm`. Argo CD itself has one for the
 * EventBus alone, by which a bus with a wrong spec is in progress for ever. They say whether the controller has accepted the
 * object and made its pods. They do not say whether the pods run.
 *
 * @returns the Lua of each kind, by the key in the ConfigMap
 *
 * @example
 * ```ts
 * new Manifest(folder, 'health', {
 *   apiVersion: 'v1',
 *   kind: 'ConfigMap',
 *   metadata: { name: 'argocd-cm', namespace: 'argocd' },
 *   data: argoEventsHealth(),
 * });
 * ```
 * ```yaml
 * kind: ConfigMap
 * metadata:
 *   name: argocd-cm
 *   namespace: argocd
 * data:
 *   resource.customizations.health.argoproj.io_EventBus: |
 *     local health = { status = "Progressing", message = "the controller has not looked at it yet" }
 * ```
 */
export function argoEventsHealth(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['EventBus', 'EventSource', 'Sensor'].map((kind) => [healthKey('argoproj.io', kind), CONDITIONS]),
  );
}

/** The key of the health check of a kind in `argocd-cm`. */
export function healthKey(group: string, kind: string): string {
  return `resource.customizations.health.${group === '' ? '' : `${group}_`}${kind}`;
}
