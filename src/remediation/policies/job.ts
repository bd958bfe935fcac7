import type { JsonWithSlots } from '../../argo-events/references/slot';
import { accountsOf, LABEL } from '../names';
import type { CancelledAgents } from '../props/cancelled-agents';
import type { RemediationSettings, SettingsWithPolicies } from '../settings';
import { anchored, COMMENT_PATTERN, TASK_PATTERN } from '../state/keys';
import { agentSelector, cancelJob } from '../steps/cancel';
import { type Cel, cel, celAllOf, celAnyOf } from './cel';
import { DANGEROUS_JOB_FIELDS, LABELS_OF_JOB_PODS } from './dangerous-fields';
import { conditionsFor, type EventValues, hasOnlyKeys } from './match-resource';
import { cancelNamePattern } from './patterns';
import { type AdmissionPolicy, requestedBy, type Validation } from './policy';

/**
 * The sensor may make only the Job that cancels quality agents, because whoever may create Jobs can run any pod under any
 * account of the namespace. The Job must have every value of the template, and no dangerous addition. Any other field is
 * allowed, so that a cluster may add its own.
 */
export function jobPolicy(
  settings: SettingsWithPolicies,
  user: string,
  agents: Required<CancelledAgents>,
): AdmissionPolicy {
  const { metadata, spec } = cancelJob(settings);
  const { variables, values, additions } = conditionsFor(
    { metadata, spec },
    cel`optional.of(dyn(object))`,
    valuesByDataKey(settings, agents),
    DANGEROUS_JOB_FIELDS,
  );
  return {
    name: 'job',
    resources: {
      apiGroups: ['batch'],
      apiVersions: ['v1'],
      resources: ['jobs'],
      operations: ['CREATE', 'UPDATE'],
    },
    matchConditions: {
      account: requestedBy(user),
      ...(settings.policies.otherJobs && { ours: isLoopJob(settings) }),
    },
    variables: {
      ...variables,
      task: cel`variables.labels[?${LABEL.task}].orValue('')`,
      comment: cel`variables.labels[?${LABEL.comment}].orValue('')`,
    },
    validations: [
      ...onlyLoopJobs(settings),
      {
        allows: celAllOf([
          cel`variables.task.matches(${anchored(TASK_PATTERN)}) && variables.comment.matches(${anchored(COMMENT_PATTERN)})`,
          ...values,
        ]),
        message: 'A Job of the sensor cancels the quality agents of its task: it is as the template says',
      },
      {
        allows: celAllOf(additions),
        message:
          'A Job of the sensor adds nothing to the template that changes what runs, as whom, with what or for how long',
      },
      {
        allows: celAllOf(podMetadataConditions(settings)),
        message:
          'The pod of a Job has the labels and annotations of the template, and those that policies.injectedMetadata names',
      },
    ],
  };
}

/** The condition that a Job is the cancelling Job, could be mistaken for it, or runs under an account of the loop. */
function isLoopJob(settings: RemediationSettings): Cel {
  const { names } = settings;
  const pattern = cancelNamePattern(settings);
  return celAnyOf([
    cel`object.metadata.?labels[?'app'].orValue('') == ${names.cancelAccount}`,
    cel`object.metadata.name.matches(${`^${pattern}`})`,
    cel`object.metadata.?generateName.orValue('').matches(${anchored(pattern)})`,
    cel`object.spec.template.spec.?serviceAccountName.orValue('') in ${accountsOf(names)}`,
  ]);
}

/** If the account is shared, other Jobs are refused, and the message says how to allow them. */
function onlyLoopJobs(settings: SettingsWithPolicies): Validation[] {
  const { policies, serviceAccount, namespaces } = settings;
  if (policies.otherJobs || serviceAccount.dedicated) return [];
  return [
    {
      allows: isLoopJob(settings),
      message: `${serviceAccount.name} makes no other Jobs in ${namespaces.agents} than those that cancel quality agents; the prop policies.otherJobs: true of the loop allows them`,
    },
  ];
}

/** The pod may have no other labels and annotations, because injectors of sidecars, networks and Secrets act on them. */
function podMetadataConditions(settings: SettingsWithPolicies): Cel[] {
  const { metadata } = (
    cancelJob(settings) as unknown as {
      spec: { template: { metadata: Record<string, Record<string, JsonWithSlots>> } };
    }
  ).spec.template;
  const may = (field: string, others: readonly string[]) =>
    hasOnlyKeys(cel`variables.podMetadata[?${field}].orValue({})`, [
      ...Object.keys(metadata[field] ?? {}),
      ...others,
      ...settings.policies.injectedMetadata,
    ]);
  return [may('labels', LABELS_OF_JOB_PODS), may('annotations', [])];
}

/** The values of an event in a Job. The labels of the Job say its task and comment. */
function valuesByDataKey({ names }: RemediationSettings, agents: Required<CancelledAgents>): EventValues {
  return {
    'remediation.task': cel`variables.task`,
    'remediation.comment': cel`variables.comment`,
    'remediation.cancel_name': cel`${names.cancelPrefix} + variables.task + '-c' + variables.comment + '-'`,
    'remediation.cancel_selector': cel`${`${LABEL.task}=`} + variables.task + ${`,${agentSelector(agents)}`}`,
  };
}
