export type { Action, ActionContext, BoundAction } from './action';
export { type HttpRequest, http, type Payload, type SecretKey } from './http';
export { create, patch, type ResourceTemplate, remove, resource, update } from './k8s';
