/**
 * Argo Events as typed, proven code: the constructs. The rules for plain objects are in `cdk8s-argo-events/lint`, the
 * remediation loop in `cdk8s-argo-events/remediation`.
 *
 * @packageDocumentation
 */

export type {
  Container,
  EventBusSpec,
  EventSourceSpec,
  JetStreamBus,
  JetStreamConfig,
  RateLimit,
  SensorSpec,
  Template as EnginePodTemplate,
  TriggerPolicy,
  TriggerTemplate,
} from '../imports/argo-events';
export { AppProject, type AppProjectProps } from './argo-cd/app-project';
export { Application, type ApplicationDestination, type ApplicationProps } from './argo-cd/application';
export { argoEventsHealth } from './argo-cd/health';
export { ARGO_EVENTS_WAVES, addSyncWaves, keepObjects } from './argo-cd/sync-waves';
export {
  type Condition,
  type Dependency,
  type EventReference,
  eventReference,
  type FilterOptions,
  type TransformOptions,
} from './argo-events/dependency';
export { EventBus, type EventBusProps, jetStream, jetStreamExotic } from './argo-events/event-bus';
export type { EventDefinition, EventDefinitions, EventSourceKind } from './argo-events/event-definition';
export { EventSource, type EventSourceProps } from './argo-events/event-source';
export * from './argo-events/event-sources';
export { declareExternal, type ExternalObject } from './argo-events/external';
export * from './argo-events/filters';
export type { ConfigMap, CoreEvent, CronJob, Job, PlainJson, PodSpec } from './argo-events/kubernetes';
export { Manifest, type ManifestMetadata, type ManifestObject } from './argo-events/manifest';
export type { Account } from './argo-events/permissions';
export type { ListField, Ref, Reference, ReservedName, Scalar } from './argo-events/references/ref';
export { count, each, field, first, item, nonNull } from './argo-events/references/reference';
export {
  type JsonWithSlots,
  type Raw,
  raw,
  type StringSlot,
  type Text,
  text,
  type WithSlots,
  withDefault,
} from './argo-events/references/slot';
export type { Retry } from './argo-events/retry';
export { Sensor, type SensorProps } from './argo-events/sensor';
export { type JqFragment, type JqValue, jq, lua, type Transform } from './argo-events/transform';
export type { FallbackProps, TriggerProps } from './argo-events/trigger';
export * from './argo-events/triggers';
export type { FieldPath, Finding, ObjectName, Severity } from './findings/finding';
export { ValidationError } from './findings/validation-error';
export { Folder, type FolderProps } from './gitops/folder';
export { renderTree } from './gitops/tree';
export type { Permission } from './lint/rights/permission';
