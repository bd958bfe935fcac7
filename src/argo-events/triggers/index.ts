export type { Action, ActionContext, BoundAction } from './action';
export {
  argoWorkflow,
  type ChangeWorkflow,
  type RepeatWorkflow,
  type SubmitWorkflow,
  type WorkflowAction,
  type WorkflowArguments,
  type WorkflowMetadata,
  type WorkflowSpec,
} from './argo-workflow';
export { awsLambda, type LambdaCall } from './aws-lambda';
export { azureEventHubs, type EventHubsMessage } from './azure-event-hubs';
export { azureServiceBus, type ServiceBusMessage } from './azure-service-bus';
export { type CustomCall, custom } from './custom';
export { type EmailMessage, email } from './email';
export { type HttpRequest, http, type SecretKey } from './http';
export { create, type K8sOptions, patch, remove, resource, type TriggerResource, update } from './k8s';
export { type KafkaMessage, kafka } from './kafka';
export { log } from './log';
export { type NatsMessage, nats } from './nats';
export { type OtherTriggerKind, type TriggerOfKind, triggerOfKind } from './of-kind';
export { openWhisk, type WhiskCall } from './open-whisk';
export type { Payload } from './payload';
export { type PulsarMessage, pulsar } from './pulsar';
export { type SlackMessage, slack } from './slack';
