import { CIDR, checkPeer, PEER } from '../checks/network';
import { isCidr, isInteger, isList } from '../checks/values';
import { type Check, group, listOf, optional, orNone, prop, value } from './row';

/**
 * Network policies for the pods of the loop and of the prerequisites: each pod connects, and is connected to, only as it
 * needs. They have an effect only if the network plugin of the cluster supports them. A destination is addresses and
 * ports, because a policy knows no names of hosts.
 */
export interface NetworkPoliciesProps {
  /**
   * The DNS server, UDP and TCP. Some network plugins see the port of the server's pods, such as 5353 on OpenShift.
   *
   * @default - any address, port 53
   */
  readonly dns?: Destination;
  /**
   * The API server. Some network plugins see the address and port of its Service, others those behind it, so give both:
   * `kubectl get service kubernetes -n default` and `kubectl get endpoints kubernetes -n default`.
   *
   * @default - any address, ports 443 and 6443
   */
  readonly apiServer?: Destination;
  /**
   * GitHub's API, or the proxy in front of it. Only the sensors and the redelivery connect to it.
   *
   * @default - any address, the port of `github.apiUrl`
   */
  readonly github?: Destination;
  /**
   * The bus, as sensors and event sources see it. Give addresses if it is outside the cluster.
   *
   * @default - the pods of the EventBus `bus.name`, port 4222
   */
  readonly bus?: Destination;
  /**
   * Who may post webhooks to the event source of the prerequisites: the pods of your ingress controller, or the addresses of
   * a load balancer; with `[]` anybody. The event source checks the signature of each request, whoever sends it.
   *
   * @default []
   */
  readonly webhooks?: readonly Peer[];
  /**
   * Who may read the metrics of sensors, event sources and bus; with `[]` anybody. The default is every pod.
   *
   * @default [{ namespaceLabels: {} }]
   */
  readonly metrics?: readonly Peer[];
}

/** Where pods connect to. */
export interface Destination {
  /**
   * Blocks of addresses, such as `10.0.0.1/32`.
   *
   * @default - said above for each destination
   */
  readonly cidrs?: readonly string[];
  /**
   * Ports.
   *
   * @default - said above for each destination
   */
  readonly ports?: readonly number[];
}

/** Who connects to a pod: pods with labels, or addresses. */
export interface Peer {
  /**
   * The labels of the namespace of the pods; `{}` for every namespace.
   *
   * @default - the namespace of the policy
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /**
   * The labels of the pods.
   *
   * @default - all pods of the namespaces
   */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * A block of addresses, in place of labels.
   *
   * @default - none
   */
  readonly cidr?: string;
}

const DESTINATION = group<Destination, Destination>({
  cidrs: optional(
    listOf(value(isCidr, CIDR), {
      fits: isList,
      expected: 'a list of one block of addresses or more',
    }),
  ),
  ports: optional(
    listOf(value(isInteger(1, 65_535), 'an integer from 1 to 65535'), {
      fits: isList,
      expected: 'a list of one port or more',
    }),
  ),
});

const PEERS: Check = listOf(
  { expected: PEER, find: checkPeer },
  { fits: Array.isArray, expected: 'a list of objects of namespaceLabels and podLabels, or of cidr' },
);

export const NETWORK_POLICIES = orNone(
  group<NetworkPoliciesProps>({
    dns: DESTINATION,
    apiServer: DESTINATION,
    github: DESTINATION,
    bus: DESTINATION,
    webhooks: prop<readonly Peer[]>([], PEERS),
    metrics: prop<readonly Peer[]>([{ namespaceLabels: {} }], PEERS),
  }),
);
