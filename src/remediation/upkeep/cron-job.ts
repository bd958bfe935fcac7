import type { Construct } from 'constructs';
import type { CronJob } from '../../argo-events/kubernetes';
import { Manifest } from '../../argo-events/manifest';
import { grantPermissions, type Permission } from '../../argo-events/permissions';
import type { WithSlots } from '../../argo-events/references/slot';
import { type ScriptContainer, scriptPod } from '../pods';
import { serviceAccount } from '../service-account';
import type { RemediationSettings } from '../settings';

/** A shell script that runs at a schedule. */
export interface ScheduledScript {
  /** The name of the CronJob and its account. */
  readonly name: string;
  readonly namespace: string;
  /** In cron's five fields. */
  readonly schedule: string;
  /** Seconds after which a run is stopped. */
  readonly deadline: number;
  /** The name of the container. */
  readonly container: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A script with kubectl. Its Role has the name of the CronJob too. */
export interface KubectlCronJob extends ScheduledScript {
  /** What the account may do in the namespace: verbs by resource, such as `pods` or `deployments.apps`. */
  readonly allowed: Readonly<Record<string, readonly string[]>>;
}

/** The CronJob, run one at a time, with an account of its own. */
export function kubectlCronJob(scope: Construct, settings: RemediationSettings, job: KubectlCronJob): void {
  const { name, namespace } = job;
  scriptCronJob(scope, settings, job);
  serviceAccount(scope, { name, namespace }, name);
  grantPermissions(
    scope,
    name,
    { name, namespace },
    Object.entries(job.allowed).flatMap(([name, verbs]) => {
      const [resource = '', ...group] = name.split('.');
      return verbs.map((verb): Permission => ({ apiGroup: group.join('.'), resource, verb, namespace }));
    }),
  );
}

/**
 * The CronJob alone.
 *
 * @param pod what its pod has besides
 */
export function scriptCronJob(
  scope: Construct,
  settings: RemediationSettings,
  job: ScheduledScript,
  pod: Pick<ScriptContainer, 'image' | 'mounts' | 'withoutApiServer'> = {},
): void {
  const { name, namespace, schedule, deadline } = job;
  const labels = { app: name };
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace, labels },
    spec: {
      schedule,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60,
      // A Job that a person makes from the CronJob counts too. With a limit of 1, Kubernetes would delete that Job and its
      // log when the next scheduled Job ends.
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: deadline,
          backoffLimit: 0,
          template: {
            metadata: { labels },
            spec: scriptPod(settings, {
              ...pod,
              name: job.container,
              serviceAccountName: name,
              command: ['sh', '-c'],
              args: [job.script],
              env: job.env,
            }),
          },
        },
      },
    },
  } satisfies WithSlots<CronJob>;
  new Manifest(scope, `CronJob-${name}`, cronJob);
}
