import type { Container } from '../../imports/argo-events';
import type { PodTemplate, PodTemplates } from './props/pod-template';

/** What all pods have from the props, whatever runs in them. */
export type CommonPodFields = Pick<
  PodTemplate,
  'imagePullSecrets' | 'nodeSelector' | 'tolerations' | 'affinity' | 'priorityClassName'
>;

/** What the pods of one kind have from the props. */
export function podTemplateOf<Kind extends 'sensors' | 'eventSources' | 'jobs'>(
  { sensors, eventSources, jobs, ...all }: PodTemplates,
  kind: Kind,
): NonNullable<PodTemplates[Kind]> {
  return { ...all, ...{ sensors, eventSources, jobs }[kind] };
}

/** The part that says where the pod runs and how its images are pulled: the same fields in every kind of pod. */
export function commonPodFields({
  imagePullSecrets,
  nodeSelector,
  tolerations,
  affinity,
  priorityClassName,
}: PodTemplate): CommonPodFields {
  return {
    ...(imagePullSecrets && { imagePullSecrets }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
    ...(affinity && { affinity }),
    ...(priorityClassName !== undefined && { priorityClassName }),
  };
}

/** Of the pod, as the restricted Pod Security Standard asks for it: the images name no user, so it would be root. */
export const RESTRICTED_POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 65534,
  runAsGroup: 65534,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Of each container. */
export const RESTRICTED_CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} satisfies Container['securityContext'];
