/**
 * The remediation loop: a review comment starts a coding agent.
 *
 * @packageDocumentation
 */

export { RemediationArgoCd, type TreeFolders } from './argo-cd';
export { RemediationLoop } from './loop';
export { RemediationMonitoring } from './monitoring';
export { RemediationPrerequisites } from './prerequisites';
export type { RemediationProps } from './props';
export type { ArgoCdProps, TreeFolder } from './props/argo-cd';
export type { BusProps, Persistence } from './props/bus';
export type { CancelledAgents } from './props/cancelled-agents';
export type { ExternalSecretsProps, GithubApp, StoredSecret } from './props/external-secrets';
export type { GithubProps } from './props/github';
export type { PullRequestLabels } from './props/labels';
export type { MonitoringProps } from './props/monitoring';
export type { NamespacesProps } from './props/namespaces';
export type { Destination, NetworkPoliciesProps, Peer } from './props/network-policies';
export type { ConfigMapKey, PodTemplate, PodTemplates, SensorPodTemplate } from './props/pod-template';
export type { PoliciesProps } from './props/policies';
export type { QuotaProps } from './props/quota';
export type { OrganizationWebhook, RedeliveryProps } from './props/redelivery';
export type { Resync } from './props/resync';
export type { RetentionProps, RunStatus } from './props/retention';
export type { RetriesProps } from './props/retries';
export type { Reviewer } from './props/reviewers';
export type { CodeRunFunction, RemediationRun } from './props/run';
export type { SensorAccount } from './props/service-account';
export { taskCodeRun } from './task-coderun';
