import type { CronJob, Deployment, Job } from '../../src/argo-events/kubernetes';
import type { RemediationProps } from '../../src/remediation/props';
import { type Rendered, renderLoop, renderMonitoring, renderWithPrerequisites, trigger } from './rendered';

interface NetworkPolicy {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress: readonly Rule[];
  };
}

interface Rule {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly ports: readonly { readonly protocol: string; readonly port: number }[];
}

function policies(props: RemediationProps = { networkPolicies: {} }): NetworkPolicy[] {
  return everything(props).filter(({ kind }) => kind === 'NetworkPolicy') as unknown as NetworkPolicy[];
}

/** The objects of the loop, of its prerequisites and of its monitoring. */
function everything(props: RemediationProps): Rendered[] {
  return Object.values({ ...renderWithPrerequisites(props), ...renderMonitoring(props) });
}

const named = (name: string, props?: RemediationProps) =>
  policies(props).find(({ metadata }) => metadata.name === name)?.spec;

/** The ports of rules, by who is at the other side. */
const ports = (rules: readonly Rule[] | undefined) =>
  (rules ?? []).flatMap((rule) => rule.ports.map(({ protocol, port }) => `${protocol} ${port}`));

test('there are none by default, and nothing else changes with them', () => {
  expect(policies({})).toEqual([]);
  const names = (props: RemediationProps) => Object.keys(renderWithPrerequisites(props));
  const added = names({ networkPolicies: {} }).filter((name) => !names({}).includes(name));
  expect(added.every((name) => name.endsWith('-networkpolicy'))).toBe(true);
});

test.each<[string, string[], string[]]>([
  ['remediation-sensor', ['TCP 7777'], ['TCP 4222', 'TCP 443', 'TCP 6443', 'TCP 443']],
  ['remediation-state', ['TCP 7777'], ['TCP 4222', 'TCP 443', 'TCP 6443']],
  ['remediation-exporter', ['TCP 7777'], ['TCP 443', 'TCP 6443']],
  ['remediation-watchdog', [], ['TCP 443', 'TCP 6443']],
  ['remediation-redelivery', [], ['TCP 443']],
  ['remediation-resync', [], ['TCP 443', 'TCP 6443']],
  ['remediation-janitor', [], ['TCP 443', 'TCP 6443']],
  ['remediation-cancel', [], ['TCP 443', 'TCP 6443']],
  ['github-eventsource', ['TCP 12000', 'TCP 7777'], ['TCP 4222']],
  ['eventbus-default', ['TCP 4222', 'TCP 6222', 'TCP 7777'], ['TCP 6222']],
])('%s: in %j, out DNS and %j', (name, ingress, egress) => {
  const spec = named(name, { networkPolicies: {}, redelivery: {} });
  expect(ports(spec?.ingress)).toEqual(ingress);
  expect(ports(spec?.egress)).toEqual(['UDP 53', 'TCP 53', ...egress]);
  // Without the types, a policy without a rule would let everything in.
  expect(spec?.policyTypes).toEqual(['Ingress', 'Egress']);
});

test('each pod of the loop and of the prerequisites has one', () => {
  for (const props of [
    {},
    { shards: 4, name: 'rework' },
    { cancelledAgents: false, policies: false, redelivery: {} },
  ] as const) {
    const given = { ...props, networkPolicies: {} } satisfies RemediationProps;
    const selected = policies(given).map(({ metadata, spec }) =>
      JSON.stringify([metadata.namespace, spec.podSelector.matchLabels['app']]),
    );
    const pods = new Set(podLabels(given).map((pod) => JSON.stringify(pod)));
    // That of the bus is by labels of the controller.
    expect(selected.sort()).toEqual([...pods, '["github-webhooks",null]'].sort());
  }
});

/** The namespace and the label `app` of each pod that comes of a rendered object. */
function podLabels(props: RemediationProps): [string | undefined, unknown][] {
  const objects = everything(props);
  const jobs = Object.values(renderLoop(props))
    .filter(({ kind }) => kind === 'Sensor')
    .map(
      (sensor) => trigger(sensor, 'cancel-quality-agents')?.template.k8s?.source?.resource as unknown as Job,
    );
  return [
    ...objects.flatMap((object): [string | undefined, unknown][] => {
      const { kind, metadata } = object as Rendered & { metadata: { namespace?: string } };
      if (kind === 'Sensor' || kind === 'EventSource') {
        const { spec } = object as unknown as { spec: { template: { metadata: { labels: Labels } } } };
        return [[metadata.namespace, spec.template.metadata.labels['app']]];
      }
      if (kind === 'Deployment') {
        const { spec } = object as unknown as Deployment;
        return [[metadata.namespace, spec?.template.metadata?.labels?.['app']]];
      }
      if (kind !== 'CronJob') return [];
      const { spec } = object as unknown as CronJob;
      return [[metadata.namespace, spec?.jobTemplate.spec?.template.metadata?.labels?.['app']]];
    }),
    ...jobs
      .filter((job) => job !== undefined)
      .map((job): [string | undefined, unknown] => [
        job.metadata?.namespace,
        job.spec?.template.metadata?.labels?.['app'],
      ]),
  ];
}

type Labels = Readonly<Record<string, string>>;

describe('props', () => {
  const networkPolicies = {
    dns: { ports: [5353] },
    apiServer: { cidrs: ['10.0.0.1/32', '10.1.0.1/32'], ports: [6443] },
    github: { cidrs: ['192.0.2.10/32'] },
    bus: { cidrs: ['192.0.2.20/32'], ports: [4223] },
    webhooks: [
      { namespaceLabels: { team: 'edge' }, podLabels: { app: 'ingress' } },
      { cidr: '198.51.100.0/24' },
    ],
    metrics: [{ podLabels: { app: 'prometheus' } }],
  };
  const props: RemediationProps = {
    networkPolicies,
    github: { apiUrl: 'https://github.example.com:8443/api/v3' },
  };

  test('destinations', () => {
    expect(named('remediation-sensor', props)?.egress).toEqual([
      {
        ports: [
          { protocol: 'UDP', port: 5353 },
          { protocol: 'TCP', port: 5353 },
        ],
      },
      { to: [{ ipBlock: { cidr: '192.0.2.20/32' } }], ports: [{ protocol: 'TCP', port: 4223 }] },
      {
        to: [{ ipBlock: { cidr: '10.0.0.1/32' } }, { ipBlock: { cidr: '10.1.0.1/32' } }],
        ports: [{ protocol: 'TCP', port: 6443 }],
      },
      { to: [{ ipBlock: { cidr: '192.0.2.10/32' } }], ports: [{ protocol: 'TCP', port: 8443 }] },
    ]);
    const redelivery = named('remediation-redelivery', { ...props, redelivery: {} });
    expect(redelivery?.egress[1]).toEqual(named('remediation-sensor', props)?.egress[3]);
  });

  test('who may connect', () => {
    expect(named('github-eventsource', props)?.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { team: 'edge' } },
            podSelector: { matchLabels: { app: 'ingress' } },
          },
          { ipBlock: { cidr: '198.51.100.0/24' } },
        ],
        ports: [{ protocol: 'TCP', port: 12000 }],
      },
      {
        from: [{ podSelector: { matchLabels: { app: 'prometheus' } } }],
        ports: [{ protocol: 'TCP', port: 7777 }],
      },
    ]);
  });

  test('by default webhooks come from anywhere, metrics are read by pods, and the bus is its pods', () => {
    expect(named('github-eventsource')?.ingress?.map(({ from }) => from)).toEqual([
      undefined,
      [{ namespaceSelector: {} }],
    ]);
    expect(named('remediation-state')?.egress[1]?.to).toEqual([
      { podSelector: { matchLabels: { controller: 'eventbus-controller', 'eventbus-name': 'default' } } },
    ]);
  });
});
