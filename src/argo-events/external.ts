import type { IConstruct } from 'constructs';
import { asString, valueAt } from '../lint/plain';
import { addSource } from './sources';

/** An object that is made elsewhere, as it is in YAML, with the fields that you know. */
export interface ExternalObject {
  /** Its kind: one that other objects of an app refer to by name. */
  readonly kind: 'ConfigMap' | 'EventBus' | 'EventSource' | 'Secret' | 'ServiceAccount';
  /** Its name and namespace. */
  readonly metadata: { readonly name: string; readonly namespace: string };
  /**
   * Further fields. With `data`, synth checks the keys of a Secret or ConfigMap too; with `spec`, the events and the
   * bus of an EventSource, and the kind of an EventBus.
   */
  readonly [field: string]: unknown;
}

/** The type of the construct metadata that holds an external object. */
const EXTERNAL_METADATA = 'cdk8s-argo-events:external';

/**
 * Declares objects that another app, a chart or a person makes. They are not rendered, and synth no longer warns of
 * references to them. The declaration holds for the whole app of `scope`.
 *
 * @example
 * ```ts
 * declareExternal(app, { kind: 'Secret', metadata: { name: 'slack', namespace: 'events' } });
 * sensor.do('tell', {
 *   conditions: request,
 *   action: slack({
 *     slackToken: { name: 'slack', key: 'token' },
 *     channel: 'triage',
 *     message: request.data.body.comment.body,
 *   }),
 * });
 * ```
 * ```yaml
 * slackToken:
 *   name: slack
 *   key: token
 * ```
 */
export function declareExternal(scope: IConstruct, ...objects: readonly ExternalObject[]): void {
  for (const object of objects) {
    assumeExternal(scope, object);
    const eventBusName = asString(valueAt(object, 'spec', 'eventBusName'));
    if (object.kind === 'EventSource') addSource(scope, { ...object.metadata, eventBusName });
  }
}

/** The same for what a reference says of itself. It does not show that the object is there. */
export function assumeExternal(scope: IConstruct, object: ExternalObject): void {
  scope.node.addMetadata(EXTERNAL_METADATA, object);
}

/** All external objects of an app. */
export function externalsOf(root: IConstruct): ExternalObject[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === EXTERNAL_METADATA)
    .map(({ data }) => data as ExternalObject);
}
