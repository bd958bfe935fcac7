/** The resources of Kubernetes itself, and of Argo, by their group: what the API server has in its paths. */
const RESOURCES: Readonly<Record<string, string>> = {
  '': 'configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims persistentvolumes pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services',
  apps: 'controllerrevisions daemonsets deployments replicasets statefulsets',
  batch: 'cronjobs jobs',
  autoscaling: 'horizontalpodautoscalers',
  'networking.k8s.io': 'ingresses ingressclasses networkpolicies',
  policy: 'poddisruptionbudgets',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterroles rolebindings roles',
  'storage.k8s.io': 'storageclasses volumeattachments',
  'apiextensions.k8s.io': 'customresourcedefinitions',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'argoproj.io':
    'analysisruns applications applicationsets appprojects cronworkflows eventbus eventsources rollouts sensors workflows workflowtemplates',
};

// Resources that another group has too.
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  events: ['', 'events.k8s.io'],
  ingresses: ['networking.k8s.io', 'extensions', 'config.openshift.io'],
  pods: ['', 'metrics.k8s.io'],
  nodes: ['', 'metrics.k8s.io'],
};

const GROUPS = new Map<string, string>(
  Object.entries(RESOURCES).flatMap(([group, names]) =>
    names.split(' ').map((name) => [name, group] as const),
  ),
);

/** The plural names of a resource that is written as its kind or in the singular: `Deployment`, `pod`, `NetworkPolicy`. */
export function pluralOf(resource: string): string | undefined {
  const name = resource.toLowerCase();
  return [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')].find((one) => GROUPS.has(one));
}

/** The group of a resource of Kubernetes or Argo, if only one group has it. */
export function onlyGroupOf(resource: string): string | undefined {
  return SEVERAL[resource] === undefined && !OFTEN_TAKEN.includes(resource)
    ? GROUPS.get(resource)
    : undefined;
}

// Names that resources of other makers have too.
const OFTEN_TAKEN = 'applications services jobs roles rolebindings sensors rollouts workflows events'.split(
  ' ',
);
