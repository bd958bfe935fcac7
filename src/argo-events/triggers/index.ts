export type { Action, ActionContext, BoundAction } from './action';
export { type HttpRequest, http, type SecretKey } from './http';
export { create, type K8sOptions, patch, remove, resource, type TriggerResource, update } from './k8s';
export { log } from './log';
export { type OtherTriggerKind, type TriggerOfKind, triggerOfKind } from './of-kind';
export type { Payload } from './payload';
