import type { Construct } from 'constructs';
import { Manifest } from '../argo-events/manifest';
import { busLabels } from './bus';
import type { Destination, Peer } from './props/network-policies';
import { METRICS_PORT } from './sensor-pod';
import type { RemediationSettings } from './settings';

/** The settings of a loop that has network policies. */
type Limited = NonNullable<RemediationSettings['networkPolicies']>;

type Rule = Readonly<Record<string, unknown>>;

/** Who may connect to the pods, and where they may connect to. */
interface Traffic {
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

const BUS_PORT = 4222;
/** On it, the pods of the bus connect to each other. */
const BUS_CLUSTER_PORT = 6222;

/** The policies of the loop's own pods: one for each value of their label `app`, under its name. */
export function loopNetworkPolicies(scope: Construct, settings: RemediationSettings): void {
  const { networkPolicies, names, namespaces, cancelledAgents, policies, redelivery } = settings;
  if (networkPolicies === undefined) return;
  const { dns, bus, apiServer, github, metrics } = rules(settings, networkPolicies);
  const add = (namespace: string, app: string, traffic: Traffic) =>
    appPolicy(scope, settings, namespace, app, traffic);
  add(namespaces.sensors, names.sensorApp, { ingress: [metrics], egress: [dns, bus, apiServer, github] });
  add(namespaces.sensors, names.stateEventSource, { ingress: [metrics], egress: [dns, bus, apiServer] });
  const kubectl = { ingress: [], egress: [dns, apiServer] };
  add(namespaces.sensors, names.watchdog, kubectl);
  if (redelivery) add(namespaces.sensors, names.redelivery, { ingress: [], egress: [dns, github] });
  add(namespaces.agents, names.resync, kubectl);
  if (policies !== false) add(namespaces.agents, names.janitor, kubectl);
  if (cancelledAgents !== false) add(namespaces.agents, names.cancelAccount, kubectl);
}

/** The policy of the event source of the prerequisites, whose pods have that label `app`. */
export function webhookNetworkPolicy(
  scope: Construct,
  settings: RemediationSettings,
  app: string,
  port: number,
): void {
  const { networkPolicies, namespaces } = settings;
  if (networkPolicies === undefined) return;
  const { dns, bus, metrics } = rules(settings, networkPolicies);
  appPolicy(scope, settings, namespaces.sensors, app, {
    ingress: [from(networkPolicies.webhooks, port), metrics],
    egress: [dns, bus],
  });
}

/** The policy of the exporter. */
export function exporterNetworkPolicy(scope: Construct, settings: RemediationSettings): void {
  const { networkPolicies, namespaces, names } = settings;
  if (networkPolicies === undefined) return;
  const { dns, apiServer, metrics } = rules(settings, networkPolicies);
  appPolicy(scope, settings, namespaces.sensors, names.exporter, {
    ingress: [metrics],
    egress: [dns, apiServer],
  });
}

/** The policy of the bus. Every sensor and event source of its namespace may use it. */
export function busNetworkPolicy(scope: Construct, settings: RemediationSettings): void {
  const { networkPolicies, namespaces, bus } = settings;
  if (networkPolicies === undefined) return;
  const { dns, metrics } = rules(settings, networkPolicies);
  const pods = busLabels(bus.name);
  const peers = [{ podSelector: { matchLabels: pods } }];
  policy(scope, settings, { name: `eventbus-${bus.name}`, namespace: namespaces.sensors }, pods, {
    ingress: [
      { from: [{ podSelector: {} }], ports: [tcp(BUS_PORT)] },
      { from: peers, ports: [tcp(BUS_CLUSTER_PORT)] },
      metrics,
    ],
    egress: [dns, { to: peers, ports: [tcp(BUS_CLUSTER_PORT)] }],
  });
}

function rules({ bus, github }: RemediationSettings, limited: Limited) {
  const busPods = { podSelector: { matchLabels: busLabels(bus.name) } };
  return {
    dns: { ...to(limited.dns), ports: (limited.dns.ports ?? [53]).flatMap((port) => [udp(port), tcp(port)]) },
    apiServer: to(limited.apiServer, [443, 6443]),
    github: to(limited.github, [Number(new URL(github.apiUrl).port || 443)]),
    bus: { ...(limited.bus.cidrs ? {} : { to: [busPods] }), ...to(limited.bus, [BUS_PORT]) },
    metrics: from(limited.metrics, METRICS_PORT),
  };
}

/** A rule without `to` is about every address. */
function to({ cidrs, ports }: Destination, usual: readonly number[] = []): Rule {
  return {
    ...(cidrs && { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }),
    ports: (ports ?? usual).map(tcp),
  };
}

/** A rule without `from` is about everybody. */
function from(peers: readonly Peer[], port: number): Rule {
  return { ...(peers.length > 0 && { from: peers.map(peerOf) }), ports: [tcp(port)] };
}

function peerOf({ namespaceLabels, podLabels, cidr }: Peer): Rule {
  if (cidr !== undefined) return { ipBlock: { cidr } };
  return {
    ...(namespaceLabels && { namespaceSelector: selectorOf(namespaceLabels) }),
    ...(podLabels && { podSelector: selectorOf(podLabels) }),
  };
}

/** An empty `matchLabels` would be dropped by the API server. */
function selectorOf(labels: Readonly<Record<string, string>>): Rule {
  return Object.keys(labels).length > 0 ? { matchLabels: labels } : {};
}

const tcp = (port: number) => ({ protocol: 'TCP', port });
const udp = (port: number) => ({ protocol: 'UDP', port });

/** The policy of the pods with that label `app`, under its name. */
function appPolicy(
  scope: Construct,
  settings: RemediationSettings,
  namespace: string,
  app: string,
  traffic: Traffic,
): void {
  policy(scope, settings, { name: app, namespace }, { app }, traffic);
}

function policy(
  scope: Construct,
  { names }: RemediationSettings,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  pods: Readonly<Record<string, string>>,
  { ingress, egress }: Traffic,
): void {
  new Manifest(scope, `NetworkPolicy-${namespace}-${name}`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, labels: { app: names.stateApp } },
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress', 'Egress'],
      // Without a rule, nothing may come in.
      ...(ingress.length > 0 && { ingress }),
      egress,
    },
  });
}
