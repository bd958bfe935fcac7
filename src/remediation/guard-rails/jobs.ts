import { ANY_REQUEST } from '../coderun';
import { cancelJob } from '../dispatch';
import type { RemediationSettings } from '../settings';
import { SELECTOR } from '../state';
import { allOf, anyOf, cel } from './cel';
import { cancelName, ID, TASK, whole } from './patterns';
import { by, type GuardRail } from './policy';
import { judge, type Meanings, type Shared } from './template';

/**
 * The Jobs of the sensor are the one that cancels quality agents, field by field: who may create Jobs could run any
 * pod under any account of the namespace.
 */
export function jobRail(settings: RemediationSettings, user: string): GuardRail {
  const { names, serviceAccount } = settings;
  const { metadata, spec } = cancelJob(ANY_REQUEST, settings);
  const { variables, values, closed } = judge(
    { metadata, spec },
    cel`optional.of(dyn(object))`,
    meanings(settings),
    SHARED,
  );
  return {
    word: 'job',
    resources: {
      apiGroups: ['batch'],
      apiVersions: ['v1'],
      resources: ['jobs'],
      operations: ['CREATE', 'UPDATE'],
    },
    judges: {
      account: by(user),
      ...(!serviceAccount.dedicated && {
        ours: anyOf([
          cel`object.metadata.?labels[?'app'].orValue('') == ${names.cancel}`,
          cel`object.metadata.name.matches(${`^${cancelName(settings)}`})`,
          cel`object.metadata.?generateName.orValue('').matches(${whole(cancelName(settings))})`,
          cel`object.spec.template.spec.?serviceAccountName.orValue('') in ${[names.cancel, names.resync]}`,
        ]),
      }),
    },
    variables: {
      ...variables,
      task: cel`variables.labels[?'task-id'].orValue('')`,
      comment: cel`variables.labels[?'comment-id'].orValue('')`,
    },
    rules: [
      {
        allows: allOf([
          cel`variables.task.matches(${whole(TASK)}) && variables.comment.matches(${whole(ID)})`,
          ...values,
        ]),
        message: 'A Job of the sensor cancels the quality agents of its task: it is as the template says',
      },
      {
        allows: allOf([
          ...closed,
          cel`variables.spec[?'completions'].orValue(1) == 1 && variables.spec[?'parallelism'].orValue(1) == 1`,
          cel`!variables.spec[?'manualSelector'].orValue(false)`,
        ]),
        message: 'A Job of the sensor has nothing beyond the template: one pod, one container, no volume',
      },
    ],
  };
}

/** What the API server and clusters put in: defaults, labels, annotations, where the pod runs. */
const SHARED: Readonly<Record<string, Shared>> = {
  '': { name: 'job', others: ['apiVersion', 'kind', 'status'] },
  metadata: {
    name: 'metadata',
    others: [
      'name',
      'uid',
      'resourceVersion',
      'generation',
      'creationTimestamp',
      'managedFields',
      'annotations',
    ],
  },
  'metadata.labels': { name: 'labels', others: 'any' },
  spec: {
    name: 'spec',
    others: [
      'completionMode',
      'completions',
      'manualSelector',
      'parallelism',
      'podReplacementPolicy',
      'selector',
      'suspend',
    ],
  },
  'spec.template': { name: 'template', others: [] },
  'spec.template.metadata': { name: 'podMetadata', others: ['creationTimestamp', 'annotations'] },
  'spec.template.metadata.labels': { name: 'podLabels', others: 'any' },
  'spec.template.spec': {
    name: 'pod',
    others: [
      'dnsPolicy',
      'schedulerName',
      'serviceAccount',
      'terminationGracePeriodSeconds',
      'affinity',
      'imagePullSecrets',
      'nodeSelector',
      'priorityClassName',
      'tolerations',
      'topologySpreadConstraints',
    ],
  },
  'spec.template.spec.containers.0': {
    name: 'container',
    others: ['imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy'],
  },
};

/** The values of an event in a Job: task and comment are those of its labels. */
function meanings({ names }: RemediationSettings): Meanings {
  return {
    'remediation.task': cel`variables.task`,
    'remediation.comment': cel`variables.comment`,
    'remediation.cancel_name': cel`${names.cancelPrefix} + variables.task + '-c' + variables.comment + '-'`,
    'remediation.cancel_selector': cel`'task-id=' + variables.task + ${SELECTOR}`,
  };
}
