import { ref } from '../schema';
import type { Tightening } from '../tighten';

const VALIDATE = 'pkg/reconciler/sensor/validate.go';
const TRIGGERS = 'pkg/sensors/triggers';

/** What each kind of trigger asks for. */
export const TRIGGER_KINDS: readonly Tightening[] = [
  {
    type: 'StandardK8STrigger',
    reason: `${VALIDATE}, validateK8STrigger; k8s.io/apimachinery/pkg/types/patch.go`,
    required: ['source'],
    values: {
      operation: ['', 'create', 'update', 'patch', 'delete'],
      patchStrategy: [
        '',
        'application/json-patch+json',
        'application/merge-patch+json',
        'application/strategic-merge-patch+json',
        'application/apply-patch+yaml',
      ],
    },
  },
  {
    type: 'ArgoWorkflowTrigger',
    reason: `${VALIDATE}, validateArgoWorkflowTrigger: takes no empty operation, whatever the field's description says`,
    required: ['source', 'operation'],
    values: {
      operation: ['submit', 'submit-from', 'suspend', 'resubmit', 'retry', 'resume', 'terminate', 'stop'],
    },
  },
  {
    type: 'HTTPTrigger',
    reason: `${VALIDATE}, validateHTTPTrigger; ${TRIGGERS}/http/http.go, Execute: no payload is an empty body`,
    filled: ['url'],
    optional: ['payload'],
    values: { method: ['', 'GET', 'DELETE', 'PATCH', 'POST', 'PUT'] },
    properties: { payload: { items: ref('HTTPPayloadParameter') } },
  },
  {
    type: 'AWSLambdaTrigger',
    reason: `${VALIDATE}, validateAWSLambdaTrigger; the invocation types are those of the AWS API`,
    filled: ['functionName', 'region'],
    values: { invocationType: ['RequestResponse', 'Event', 'DryRun'] },
  },
  {
    type: 'AzureEventHubsTrigger',
    reason: `${TRIGGERS}/azure-event-hubs/azure_event_hubs.go, NewAzureEventHubsTrigger: reads both keys`,
    required: ['sharedAccessKey'],
  },
  {
    type: 'AzureServiceBusTrigger',
    reason: `${TRIGGERS}/azure-service-bus/azure_service_bus.go, NewAzureServiceBusTrigger`,
    required: ['connectionString'],
    optional: ['queueName', 'topicName', 'subscriptionName'],
    anyOf: ['queueName', 'topicName'],
  },
  {
    type: 'CustomTrigger',
    reason: `${VALIDATE}, validateCustomTrigger; ${TRIGGERS}/custom-trigger/custom-trigger.go: payload may be absent`,
    filled: ['serverURL'],
    optional: ['secure', 'payload'],
    schema: {
      anyOf: [
        { properties: { secure: { const: false } } },
        { properties: { certSecret: {} }, required: ['certSecret'] },
      ],
    },
  },
  {
    type: 'EmailTrigger',
    reason: `${VALIDATE}, validateEmailTrigger`,
    filled: ['host'],
    properties: { port: { minimum: 0, maximum: 65535 } },
  },
  { type: 'KafkaTrigger', reason: `${VALIDATE}, validateKafkaTrigger`, filled: ['url', 'topic'] },
  { type: 'NATSTrigger', reason: `${VALIDATE}, validateNATSTrigger`, filled: ['url', 'subject'] },
  {
    type: 'OpenWhiskTrigger',
    reason: `${VALIDATE}, validateOpenWhiskTrigger`,
    filled: ['host', 'actionName'],
  },
  { type: 'SlackTrigger', reason: `${VALIDATE}, validateSlackTrigger`, required: ['slackToken'] },
];
