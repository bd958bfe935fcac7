import type { LintRule } from '../rule';
import { botCharacterClass } from './bot-character-class';
import { busVersion } from './bus-version';
import { calendarIgnored } from './calendar-ignored';
import { calendarInterval } from './calendar-interval';
import { clearSecret } from './clear-secret';
import { conditionsSyntax } from './conditions-syntax';
import { consumerCollision } from './consumer-collision';
import { contextFilter } from './context-filter';
import { cronSchedule } from './cron-schedule';
import { dataPath } from './data-path';
import { defaultAccount } from './default-account';
import { dependencyName } from './dependency-name';
import { destField } from './dest-field';
import { destList } from './dest-list';
import { destPath } from './dest-path';
import { destSearch } from './dest-search';
import { differentBus } from './different-bus';
import { dlqIgnoredField } from './dlq-ignored-field';
import { duplicateDependency } from './duplicate-dependency';
import { duplicateEvent } from './duplicate-event';
import { duplicateObject } from './duplicate-object';
import { duplicateTrigger } from './duplicate-trigger';
import { evenReplicas } from './even-replicas';
import { eventFilterSyntax } from './event-filter-syntax';
import { eventNamespace } from './event-namespace';
import { eventSourceKinds } from './event-source-kinds';
import { eventSubject } from './event-subject';
import { exclusionDate } from './exclusion-date';
import { exclusiveFilters } from './exclusive-filters';
import { exprOperator } from './expr-operator';
import { exprSamePath } from './expr-same-path';
import { exprSyntax } from './expr-syntax';
import { exprTime } from './expr-time';
import { exprUnusedField } from './expr-unused-field';
import { exprVariable } from './expr-variable';
import { fieldKey } from './field-key';
import { fieldNotAnchored } from './field-not-anchored';
import { fieldNotText } from './field-not-text';
import { filterComparator } from './filter-comparator';
import { filterValue } from './filter-value';
import { githubEvent } from './github-event';
import { githubPayload } from './github-payload';
import { globPattern } from './glob-pattern';
import { headerPath } from './header-path';
import { hookUrl } from './hook-url';
import { httpStatusAllow } from './http-status-allow';
import { httpUrl } from './http-url';
import { impossibleValue } from './impossible-value';
import { invalidRegex } from './invalid-regex';
import { jqSyntax } from './jq-syntax';
import { k8sLiveObject } from './k8s-live-object';
import { k8sObjectName } from './k8s-object-name';
import { k8sPatchStrategy } from './k8s-patch-strategy';
import { k8sResourcePath } from './k8s-resource-path';
import { keptConnection } from './kept-connection';
import { labelSelector } from './label-selector';
import { listValue } from './list-value';
import { literalTemplate } from './literal-template';
import { logInterval } from './log-interval';
import { logLevel } from './log-level';
import { longRetry } from './long-retry';
import { luaSyntax } from './lua-syntax';
import { matchesEveryText } from './matches-every-text';
import { messageIncomplete } from './message-incomplete';
import { metricsPort } from './metrics-port';
import { misreadText } from './misread-text';
import { missingConditions } from './missing-conditions';
import { missingKey } from './missing-key';
import { missingRights } from './missing-rights';
import { nameAsLabel } from './name-as-label';
import { namePrefix } from './name-prefix';
import { negatedValues } from './negated-values';
import { nestedMessage } from './nested-message';
import { nullableData } from './nullable-data';
import { objectTooLarge } from './object-too-large';
import { parameterIgnored } from './parameter-ignored';
import { parameterOutsideConditions } from './parameter-outside-conditions';
import { parameterSource } from './parameter-source';
import { payloadWithoutDefault } from './payload-without-default';
import { podMetadata } from './pod-metadata';
import { podSelector } from './pod-selector';
import { policyIgnored } from './policy-ignored';
import { policyOnDelete } from './policy-on-delete';
import { rateLimitAtMostOnce } from './rate-limit-at-most-once';
import { replicasZero } from './replicas-zero';
import { retryAtMostOnce } from './retry-at-most-once';
import { routeTarget } from './route-target';
import { sensorName } from './sensor-name';
import { serviceName } from './service-name';
import { servicePort } from './service-port';
import { serviceTarget } from './service-target';
import { sourceAccount } from './source-account';
import { stanAtLeastOnce } from './stan-at-least-once';
import { stanDuplicateEvent } from './stan-duplicate-event';
import { streamReplicas } from './stream-replicas';
import { submitReportsFailure } from './submit-reports-failure';
import { templateAndKey } from './template-and-key';
import { templateInput } from './template-input';
import { templateSyntax } from './template-syntax';
import { templateValue } from './template-value';
import { timeWindow } from './time-window';
import { timeZone } from './time-zone';
import { triggerName } from './trigger-name';
import { triggerResource } from './trigger-resource';
import { unanchoredValue } from './unanchored-value';
import { unknownData } from './unknown-data';
import { unknownDependency } from './unknown-dependency';
import { unknownEvent } from './unknown-event';
import { unknownEventBus } from './unknown-event-bus';
import { unknownEventSource } from './unknown-event-source';
import { unknownSecret } from './unknown-secret';
import { unknownServiceAccount } from './unknown-service-account';
import { unusedDependency } from './unused-dependency';
import { unverifiedWebhook } from './unverified-webhook';
import { volumeName } from './volume-name';
import { watchedResource } from './watched-resource';
import { webhookEndpoint } from './webhook-endpoint';
import { webhookPort } from './webhook-port';
import { webhookService } from './webhook-service';
import { webhookTls } from './webhook-tls';
import { wholeEvent } from './whole-event';
import { wideRights } from './wide-rights';

/**
 * Every rule, by id.
 *
 * @example
 * ```ts
 * for (const { id, severity } of RULES) console.log(`${id}: ${severity}`);
 * ```
 * ```yaml
 * stream-replicas: warning
 * ```
 */
export const RULES: readonly LintRule[] = [
  botCharacterClass,
  busVersion,
  calendarIgnored,
  calendarInterval,
  clearSecret,
  conditionsSyntax,
  consumerCollision,
  contextFilter,
  cronSchedule,
  dataPath,
  defaultAccount,
  dependencyName,
  destField,
  destList,
  destPath,
  destSearch,
  differentBus,
  dlqIgnoredField,
  duplicateDependency,
  duplicateEvent,
  duplicateObject,
  duplicateTrigger,
  evenReplicas,
  eventFilterSyntax,
  eventNamespace,
  eventSourceKinds,
  eventSubject,
  exclusionDate,
  exclusiveFilters,
  exprOperator,
  exprSamePath,
  exprSyntax,
  exprTime,
  exprUnusedField,
  exprVariable,
  fieldKey,
  fieldNotAnchored,
  fieldNotText,
  filterComparator,
  filterValue,
  githubEvent,
  githubPayload,
  globPattern,
  headerPath,
  hookUrl,
  httpStatusAllow,
  httpUrl,
  impossibleValue,
  invalidRegex,
  jqSyntax,
  k8sLiveObject,
  k8sObjectName,
  k8sPatchStrategy,
  k8sResourcePath,
  keptConnection,
  labelSelector,
  listValue,
  literalTemplate,
  logInterval,
  logLevel,
  longRetry,
  luaSyntax,
  matchesEveryText,
  messageIncomplete,
  metricsPort,
  misreadText,
  missingConditions,
  missingKey,
  missingRights,
  nameAsLabel,
  namePrefix,
  negatedValues,
  nestedMessage,
  nullableData,
  objectTooLarge,
  parameterIgnored,
  parameterOutsideConditions,
  parameterSource,
  payloadWithoutDefault,
  podMetadata,
  podSelector,
  policyIgnored,
  policyOnDelete,
  rateLimitAtMostOnce,
  replicasZero,
  retryAtMostOnce,
  routeTarget,
  sensorName,
  serviceName,
  servicePort,
  serviceTarget,
  sourceAccount,
  stanAtLeastOnce,
  stanDuplicateEvent,
  streamReplicas,
  submitReportsFailure,
  templateAndKey,
  templateInput,
  templateSyntax,
  templateValue,
  timeWindow,
  timeZone,
  triggerName,
  triggerResource,
  unanchoredValue,
  unknownData,
  unknownDependency,
  unknownEvent,
  unknownEventBus,
  unknownEventSource,
  unknownSecret,
  unknownServiceAccount,
  unusedDependency,
  unverifiedWebhook,
  volumeName,
  watchedResource,
  webhookEndpoint,
  webhookPort,
  webhookService,
  webhookTls,
  wholeEvent,
  wideRights,
];
