import type { k8s } from 'cdk8s-plus-28';

/** A schema of a CRD as the API server takes it: cdk8s-plus names the `x-kubernetes-` keywords otherwise. */
export interface CrdSchema extends Pick<k8s.JsonSchemaProps, 'description' | 'format' | 'minimum'> {
  readonly type: 'object' | 'string' | 'boolean' | 'integer';
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
}

/** A CustomResourceDefinition with schemas, as it stands in YAML. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: Pick<k8s.CustomResourceDefinitionSpec, 'group' | 'names'> & {
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly (Pick<
      k8s.CustomResourceDefinitionVersion,
      'name' | 'served' | 'storage' | 'additionalPrinterColumns' | 'subresources'
    > & { readonly schema: { readonly openAPIV3Schema: CrdSchema } })[];
  };
}

const GROUP = 'cto.5dlabs.com';
const PLURAL = 'coderuns';

/**
 * The CustomResourceDefinition of CodeRun, for a cluster that has none: a prerequisite, not a part of the loop.
 * The CRD of a real cluster may differ, and the runs of other agents have fields that are not known here. So the spec
 * keeps unknown fields and requires none.
 */
export function codeRunCrd(): CustomResourceDefinition {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${PLURAL}.${GROUP}` },
    spec: {
      group: GROUP,
      names: { kind: 'CodeRun', listKind: 'CodeRunList', plural: PLURAL, singular: 'coderun' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          additionalPrinterColumns: COLUMNS,
          schema: { openAPIV3Schema: SCHEMA },
          subresources: { status: {} },
        },
      ],
    },
  };
}

const COLUMNS: k8s.CustomResourceColumnDefinition[] = [
  { name: 'Task', type: 'string', jsonPath: '.metadata.labels.task-id' },
  { name: 'Agent', type: 'string', jsonPath: '.metadata.labels.agent-type' },
  { name: 'PR', type: 'integer', jsonPath: '.spec.pr_number' },
  { name: 'Iteration', type: 'string', jsonPath: '.spec.env.ITERATION_COUNT' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

const SPEC: CrdSchema = {
  type: 'object',
  description: 'What the agent is to do. Fields of other agents are kept, whatever they are called.',
  properties: {
    github_app: {
      type: 'string',
      description: 'The GitHub App that the agent acts as, such as 5DLabs-Rex.',
    },
    remediation_mode: {
      type: 'boolean',
      description: 'Whether the agent answers feedback on a pull request instead of implementing a task.',
    },
    continue_session: {
      type: 'boolean',
      description: "Whether the agent goes on with the session of the task's last run.",
    },
    pr_number: {
      type: 'integer',
      format: 'int64',
      minimum: 1,
      description: 'The number of the pull request.',
    },
    pr_comment_id: {
      type: 'integer',
      format: 'int64',
      minimum: 1,
      description: 'The id of the comment with the feedback.',
    },
    env: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Environment variables of the agent.',
    },
  },
  'x-kubernetes-preserve-unknown-fields': true,
};

const SCHEMA: CrdSchema = {
  type: 'object',
  description: "CodeRun is one run of an agent on a task's code.",
  properties: {
    spec: SPEC,
    status: {
      type: 'object',
      description: 'Written by what executes the run.',
      'x-kubernetes-preserve-unknown-fields': true,
    },
  },
};
