import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  Container,
  EventBus,
  EventSource,
  JetStreamBus,
  Sensor,
  Template,
} from '../../imports/argo-events';
import type { CronJob, Job, PodSpec } from '../../src/argo-events/kubernetes';
import type { RemediationProps } from '../../src/remediation/props';
import { settingsOf } from '../../src/remediation/settings';
import { type Rendered, renderLoop, renderWithPrerequisites, trigger } from './rendered';

/** A pod of the loop, in whatever kind of object its template is. */
interface Pod {
  readonly spec: Pick<Template, 'affinity' | 'imagePullSecrets' | 'nodeSelector' | 'priorityClassName'> &
    Pick<Template, 'securityContext' | 'tolerations' | 'volumes'>;
  readonly containers: readonly Container[];
}

/** The templates of all pods, by the names of their files. */
function pods(props: RemediationProps = {}): Record<string, Pod> {
  const objects = renderWithPrerequisites({ shards: 1, redelivery: {}, ...props });
  return Object.fromEntries(
    Object.entries(objects).flatMap(([name, object]) => {
      const pod = podOf(object);
      return pod ? [[name, pod] as const] : [];
    }),
  );
}

function podOf(object: Rendered): Pod | undefined {
  switch (object.kind) {
    case 'Sensor':
    case 'EventSource': {
      const { container = {}, ...spec } = (object as unknown as Sensor | EventSource).spec.template ?? {};
      return { spec, containers: [container] };
    }
    case 'CronJob':
      return plain((object as unknown as CronJob).spec?.jobTemplate.spec?.template.spec);
    case 'EventBus': {
      const spec = (object as unknown as EventBus).spec.jetstream as JetStreamBus;
      const { containerTemplate = {}, reloaderContainerTemplate = {}, metricsContainerTemplate = {} } = spec;
      return { spec, containers: [containerTemplate, reloaderContainerTemplate, metricsContainerTemplate] };
    }
    default:
      return undefined;
  }
}

/** The Job that cancels quality agents, in its trigger. */
function cancelPod(props: RemediationProps = {}): Pod {
  const sensor = renderLoop({ shards: 1, ...props })['pr-comment-remediation-sensor'];
  const job = trigger(sensor, 'cancel-quality-agents')?.template.k8s?.source?.resource as unknown as Job;
  return plain(job.spec?.template.spec);
}

function plain(spec: PodSpec | undefined): Pod {
  if (!spec) throw new Error('There is no pod');
  return { spec, containers: spec.containers } as unknown as Pod;
}

const KINDS = [
  'default-eventbus',
  'github-eventsource',
  'pr-comment-remediation-sensor',
  'remediation-janitor-cronjob',
  'remediation-redelivery-cronjob',
  'remediation-resync-cronjob',
  'remediation-state-eventsource',
  'remediation-watchdog-cronjob',
];

describe('every pod is what the restricted Pod Security Standard asks for', () => {
  const all = { ...pods(), 'the cancelling Job': cancelPod() };

  test('there is none beside these', () => {
    expect(Object.keys(all).sort()).toEqual([...KINDS, 'the cancelling Job'].sort());
  });

  test.each(Object.entries(all))('%s', (_, { spec, containers }) => {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext, resources } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(Object.keys(resources ?? {}).sort()).toEqual(['limits', 'requests']);
    }
  });
});

describe('the sample comment', () => {
  const job = parse(readFileSync(join(__dirname, '../sample-feedback-event.yaml'), 'utf8')) as Job;

  test('is posted by the image that the loop uses, pinned', () => {
    expect(job.spec?.template.spec?.containers.map(({ image }) => image)).toEqual([
      settingsOf({}).kubectlImage,
    ]);
  });
});

describe('podTemplate', () => {
  const placement = {
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { pool: 'events' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'events', effect: 'NoSchedule' }],
    priorityClassName: 'platform',
  };
  const affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64'] }] }],
      },
    },
  };
  const env = [{ name: 'HTTPS_PROXY', value: 'http://proxy.example.com:3128' }];
  const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } };
  const of = {
    sensors: { nodeSelector: { pool: 'sensors' }, caBundle: { name: 'corporate-ca', key: 'bundle.crt' } },
    eventSources: { env: [] },
    jobs: { priorityClassName: 'batch', resources: { limits: { cpu: '100m', memory: '64Mi' } } },
  };
  const props = { podTemplate: { ...placement, affinity, env, resources, ...of } };
  const changed: Record<string, Pod> = { ...pods(props), job: cancelPod(props) };

  test.each(Object.entries(changed))('%s has what is said of all pods', (name, { spec }) => {
    expect(spec).toMatchObject({
      imagePullSecrets: placement.imagePullSecrets,
      tolerations: placement.tolerations,
      affinity,
    });
    if (!name.endsWith('sensor')) expect(spec.nodeSelector).toEqual(placement.nodeSelector);
  });

  test('a field of one kind takes the place of the same field of all', () => {
    expect(changed['pr-comment-remediation-sensor']?.spec.nodeSelector).toEqual({ pool: 'sensors' });
    for (const name of [
      'remediation-janitor-cronjob',
      'remediation-redelivery-cronjob',
      'remediation-resync-cronjob',
      'remediation-watchdog-cronjob',
      'job',
    ] as const) {
      expect(changed[name]?.spec.priorityClassName).toBe('batch');
      expect(changed[name]?.containers[0]?.resources).toEqual(of.jobs.resources);
    }
    for (const name of ['remediation-state-eventsource', 'github-eventsource']) {
      expect(changed[name]?.containers[0]?.resources).toEqual(resources);
      expect(changed[name]?.containers[0]?.env).toEqual([{ name: 'LOG_LEVEL', value: 'info' }]);
    }
  });

  test('variables stand beside those of the loop', () => {
    expect(changed['pr-comment-remediation-sensor']?.containers[0]?.env).toEqual([
      { name: 'LOG_LEVEL', value: 'info' },
      ...env,
      { name: 'SSL_CERT_FILE', value: '/etc/ca-bundle/bundle.crt' },
    ]);
    expect(changed['remediation-watchdog-cronjob']?.containers[0]?.env).toEqual([
      ...env,
      { name: 'NAMESPACE', value: 'github-webhooks' },
      { name: 'SELECTOR', value: 'app=remediation-sensor' },
      { name: 'RECONNECTED', value: expect.any(String) },
    ]);
    expect(changed['job']?.containers[0]?.env).toEqual(env);
  });

  test('a CA bundle is mounted where GitHub is called, and nowhere else', () => {
    const { spec, containers } = changed['pr-comment-remediation-sensor'] as Pod;
    expect(spec.volumes).toEqual([{ name: 'ca-bundle', configMap: { name: 'corporate-ca' } }]);
    expect(containers[0]?.volumeMounts).toEqual([
      { name: 'ca-bundle', mountPath: '/etc/ca-bundle', readOnly: true },
    ]);
    const redelivery = changed['remediation-redelivery-cronjob'];
    expect(redelivery?.spec.volumes?.slice(1)).toEqual(spec.volumes);
    expect(redelivery?.containers[0]?.volumeMounts?.slice(1)).toEqual(containers[0]?.volumeMounts);
    expect(redelivery?.containers[0]?.env?.at(-1)).toEqual({
      name: 'CA_BUNDLE',
      value: '/etc/ca-bundle/bundle.crt',
    });
    for (const [name, pod] of Object.entries(changed)) {
      if (!/sensor$|redelivery/.test(name)) expect(pod.spec.volumes).toBeUndefined();
    }
  });

  test('the pods of the bus stay apart, and have resources of their own', () => {
    const bus = changed['default-eventbus'] as Pod;
    expect(bus.spec.affinity).toEqual({ ...pods()['default-eventbus']?.spec.affinity, ...affinity });
    expect(bus.containers).toEqual(pods()['default-eventbus']?.containers);
  });

  test('without it, nothing is said', () => {
    expect(pods({ podTemplate: {} })).toEqual(pods());
  });
});
