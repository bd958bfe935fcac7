import { type JsonSchema, ref } from '../schema';
import type { Tightening } from '../tighten';
import { CRON, DURATION, PORT } from './patterns';

const SOURCES = 'pkg/eventsources/sources';
const WEBHOOK = 'pkg/eventsources/common/webhook/validate.go';

const ABSENT: JsonSchema = { not: {} };

/** The event source, and the sources that this project is about: HTTP, GitHub, resources, time. */
export const EVENT_SOURCE: readonly Tightening[] = [
  {
    type: 'EventSource',
    reason: 'the API server takes no object without them',
    required: ['apiVersion', 'kind'],
  },
  {
    type: 'WebhookContext',
    reason: `${WEBHOOK}, ValidateWebhookContext; only the generic webhook looks at the method`,
    filled: ['endpoint', 'port'],
    optional: ['method', 'url'],
    properties: { port: { pattern: PORT } },
  },
  {
    type: 'WebhookEventSource',
    reason: `${WEBHOOK}, ValidateWebhookContext; ${SOURCES}/webhook/start.go: GetBody knows these methods`,
    filled: ['endpoint', 'port'],
    optional: ['url'],
    values: { method: ['GET', 'POST'] },
    properties: { port: { pattern: PORT } },
  },
  {
    type: 'GithubEventSource',
    reason: `${SOURCES}/github/validate.go: needs events only to create hooks`,
    required: ['webhook'],
    optional: ['events'],
    oneOf: ['repositories', ['owner', 'repository'], 'organizations'],
    needs: { githubBaseURL: ['githubUploadURL'], githubUploadURL: ['githubBaseURL'] },
    values: { contentType: ['', 'json', 'form'] },
    properties: { repositories: { minItems: 1 } },
    schema: {
      anyOf: [
        { properties: { events: { type: 'array', minItems: 1 } }, required: ['events'] },
        { properties: { apiToken: ABSENT, githubApp: ABSENT } },
        { properties: { webhook: { type: 'object', properties: { url: { const: '' } } } } },
      ],
    },
  },
  {
    type: 'Selector',
    reason: `${SOURCES}/resource/start.go, LabelReq; k8s.io/apimachinery/pkg/selection/operator.go`,
    filled: ['key'],
    optional: ['value'],
    values: { operation: ['', '!', '=', '==', 'in', '!=', 'notin', 'exists', 'gt', 'lt'] },
  },
  {
    type: 'FieldSelector',
    copyOf: 'Selector',
    reason: `${SOURCES}/resource/start.go, filterFields: with another operator, or without one, nothing passes`,
    required: ['operation', 'value'],
    values: { operation: ['=', '==', '!='] },
    schema: { description: 'FieldSelector compares any field of an object with a regular expression.' },
  },
  {
    type: 'ResourceFilter',
    reason: `${SOURCES}/resource/start.go, passFilters`,
    properties: { fields: { items: ref('FieldSelector') } },
  },
  {
    type: 'ResourceEventSource',
    reason: `${SOURCES}/resource/validate.go and start.go: "unknown event type"`,
    filled: ['version', 'resource', 'eventTypes'],
    optional: ['group', 'namespace'],
    properties: { eventTypes: { items: { type: 'string', enum: ['ADD', 'UPDATE', 'DELETE'] } } },
  },
  {
    type: 'CalendarEventSource',
    reason: `${SOURCES}/calendar/validate.go and start.go, resolveSchedule`,
    anyOf: ['schedule', 'interval'],
    properties: { schedule: { pattern: `^$|${CRON}` }, interval: { pattern: `^$|${DURATION}` } },
  },
  {
    type: 'ConfigMapPersistence',
    reason: 'pkg/eventsources/persist/event_persist.go: asks the API server for the ConfigMap of this name',
    filled: ['name'],
  },
  {
    type: 'CatchupConfiguration',
    reason: `${SOURCES}/calendar/start.go, getExecutionTime`,
    properties: { maxDuration: { pattern: `^$|${DURATION}` } },
  },
];
