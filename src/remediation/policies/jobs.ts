import type { TemplatedJson } from '../../argo-events/references/slot';
import { LABEL } from '../names';
import type { CancelledAgents } from '../props/cancelled-agents';
import type { GuardedSettings, RemediationSettings } from '../settings';
import { COMMENT, TASK, whole } from '../state/keys';
import { cancelJob, selectorOf } from '../steps/cancel';
import { allOf, anyOf, type Cel, cel } from './cel';
import { DANGEROUS, JOB_LABELS } from './dangerous';
import { cancelName } from './patterns';
import { by, type Policy, type Rule } from './policy';
import { hasOnly, judge, type Meanings } from './template';

/**
 * The Jobs of the sensor are the one that cancels quality agents: who may create Jobs could run any pod under any
 * account of the namespace. Every value of the template has to be there, and nothing dangerous beside it. Any other
 * field is let be, so that a cluster may add its own.
 */
export function jobPolicy(
  settings: GuardedSettings,
  user: string,
  agents: Required<CancelledAgents>,
): Policy {
  const { metadata, spec } = cancelJob(settings);
  const { variables, values, additions } = judge(
    { metadata, spec },
    cel`optional.of(dyn(object))`,
    meanings(settings, agents),
    DANGEROUS,
  );
  return {
    name: 'job',
    resources: {
      apiGroups: ['batch'],
      apiVersions: ['v1'],
      resources: ['jobs'],
      operations: ['CREATE', 'UPDATE'],
    },
    matchConditions: { account: by(user), ...(settings.policies.otherJobs && { ours: isOurs(settings) }) },
    variables: {
      ...variables,
      task: cel`variables.labels[?${LABEL.task}].orValue('')`,
      comment: cel`variables.labels[?${LABEL.comment}].orValue('')`,
    },
    rules: [
      ...closed(settings),
      {
        allows: allOf([
          cel`variables.task.matches(${whole(TASK)}) && variables.comment.matches(${whole(COMMENT)})`,
          ...values,
        ]),
        message: 'A Job of the sensor cancels the quality agents of its task: it is as the template says',
      },
      {
        allows: allOf(additions),
        message:
          'A Job of the sensor adds nothing to the template that changes what runs, as whom, with what or for how long',
      },
      {
        allows: allOf(podMetadata(settings)),
        message:
          'The pod of a Job has the labels and annotations of the template, and those that policies.injectedMetadata names',
      },
    ],
  };
}

/** What tells the cancelling Job, and whatever could be taken for it. */
function isOurs(settings: RemediationSettings): Cel {
  const { names } = settings;
  const pattern = cancelName(settings);
  return anyOf([
    cel`object.metadata.?labels[?'app'].orValue('') == ${names.cancel}`,
    cel`object.metadata.name.matches(${`^${pattern}`})`,
    cel`object.metadata.?generateName.orValue('').matches(${whole(pattern)})`,
    cel`object.spec.template.spec.?serviceAccountName.orValue('') in ${[names.cancel, names.resync]}`,
  ]);
}

/** Of an account that is shared, this says how to open it to others. */
function closed(settings: GuardedSettings): Rule[] {
  const { policies, serviceAccount, namespaces } = settings;
  if (policies.otherJobs || serviceAccount.dedicated) return [];
  return [
    {
      allows: isOurs(settings),
      message: `${serviceAccount.name} makes no other Jobs in ${namespaces.agents} than those that cancel quality agents; the prop policies.otherJobs: true of the loop allows them`,
    },
  ];
}

/** Injectors of sidecars, networks and Secrets go by labels and annotations of pods. */
function podMetadata(settings: GuardedSettings): Cel[] {
  const { metadata } = (
    cancelJob(settings) as unknown as {
      spec: { template: { metadata: Record<string, Record<string, TemplatedJson>> } };
    }
  ).spec.template;
  const may = (field: string, others: readonly string[]) =>
    hasOnly(cel`variables.podMetadata[?${field}].orValue({})`, [
      ...Object.keys(metadata[field] ?? {}),
      ...others,
      ...settings.policies.injectedMetadata,
    ]);
  return [may('labels', JOB_LABELS), may('annotations', [])];
}

/** The values of an event in a Job: task and comment are those of its labels. */
function meanings({ names }: RemediationSettings, agents: Required<CancelledAgents>): Meanings {
  return {
    'remediation.task': cel`variables.task`,
    'remediation.comment': cel`variables.comment`,
    'remediation.cancel_name': cel`${names.cancelPrefix} + variables.task + '-c' + variables.comment + '-'`,
    'remediation.cancel_selector': cel`${`${LABEL.task}=`} + variables.task + ${selectorOf(agents)}`,
  };
}
