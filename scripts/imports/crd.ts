import { type JsonSchema, ref } from './schema';

/** The part of a CustomResourceDefinition that types are made from. */
export interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: JsonSchema };
    }[];
  };
}

/** The definitions of a custom resource with one version: its kind and its spec. The status is not authored. */
export function crdDefinitions({ spec: { group, names, versions } }: Crd): Record<string, JsonSchema> {
  const [version] = versions;
  if (!version || versions.length > 1) {
    throw new Error(
      `The CRD of "${names.kind}" has ${versions.length} versions: types are made of exactly one`,
    );
  }
  const { description, properties = {} } = version.schema.openAPIV3Schema;
  const spec = properties['spec'];
  if (!spec) throw new Error(`The CRD of "${names.kind}" has no "spec" in its schema`);
  return {
    [names.kind]: {
      type: 'object',
      ...(description !== undefined && { description }),
      properties: {
        apiVersion: { const: `${group}/${version.name}` },
        kind: { const: names.kind },
        metadata: ref('ObjectMeta'),
        spec: ref(`${names.kind}Spec`),
      },
      required: ['apiVersion', 'kind', 'metadata', 'spec'],
    },
    [`${names.kind}Spec`]: spec,
  };
}
