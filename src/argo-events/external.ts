import type { IConstruct } from 'constructs';

/** An object that is made elsewhere, in the form that it has in YAML, as far as anything is known of it. */
export interface ExternalObject {
  /** The kinds that something else in an app refers to by name. */
  readonly kind: 'ConfigMap' | 'EventBus' | 'EventSource' | 'Secret' | 'ServiceAccount';
  /** Where it is. */
  readonly metadata: { readonly name: string; readonly namespace: string };
  /**
   * What else is known: with a `spec`, the events of an EventSource and the kind of an EventBus are checked too; with
   * `data`, the keys of a Secret or ConfigMap.
   */
  readonly [field: string]: unknown;
}

/** The type of a construct's metadata that holds an external object. */
const EXTERNAL = 'cdk8s-argo-events:external';

/**
 * Says that objects are made elsewhere, by another app, a chart or by hand. They are not rendered; what refers to
 * them is no longer told to refer to nothing. It holds for the whole app, whichever construct is given.
 */
export function declareExternal(scope: IConstruct, ...objects: readonly ExternalObject[]): void {
  for (const object of objects) scope.node.addMetadata(EXTERNAL, object);
}

/** All external objects of an app. */
export function externalsOf(root: IConstruct): ExternalObject[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === EXTERNAL)
    .map(({ data }) => data as ExternalObject);
}
