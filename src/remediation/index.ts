/**
 * The remediation loop: a review comment starts a coding agent.
 *
 * @packageDocumentation
 */

export { RemediationLoop } from './loop';
export type { ConfigMapKey, PodTemplate, PodTemplates, SensorPodTemplate } from './pod-template';
export { RemediationPrerequisites } from './prerequisites';
export type {
  BusProps,
  CancelledAgents,
  CodeRunTemplate,
  Persistence,
  PullRequestLabels,
  RemediationProps,
  RemediationRun,
  Resync,
  SensorAccount,
} from './props';
export { taskCodeRun } from './task-coderun';
