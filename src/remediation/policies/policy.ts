import type { Construct } from 'constructs';
import { Manifest } from '../../argo-events/manifest';
import type { Account } from '../../argo-events/permissions';
import { LABEL } from '../names';
import type { RemediationSettings } from '../settings';
import { type Cel, cel } from './cel';

/** Which writes of an account the API server refuses. */
export interface AdmissionPolicy {
  /** The last part of the policy's name: a single word, so that the policies of two loops never have the same name. */
  readonly name: string;
  readonly resources: MatchedResources;
  /** The namespace in which the policy applies; the agent namespace when left out. */
  readonly namespace?: string;
  /** The policy is evaluated for a request only if all of these conditions are true. Each has a name. */
  readonly matchConditions: Readonly<Record<string, Cel>>;
  /** Parts of the rules, by name: `variables.<name>`. Each may use those before it. */
  readonly variables?: Readonly<Record<string, Cel>>;
  readonly validations: readonly Validation[];
  /** What happens to a request if the rules cannot be evaluated: it is refused (`Fail`) when this is left out. */
  readonly onFailure?: 'Ignore';
  /**
   * With this, the rules are evaluated once for each state that has this label `app`, and not the label at-rest `true`. The state is
   * `params`. The request is refused if any evaluation refuses it.
   */
  readonly statesOf?: string;
  /** The policy applies only to objects with these labels. Other objects cost no time. */
  readonly labelled?: Readonly<Record<string, string>>;
}

/** The kinds of objects and the operations that a policy is about. */
export interface MatchedResources {
  readonly apiGroups: readonly string[];
  /** An object that is written in another version is converted to one of these (matchPolicy Equivalent). */
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ('CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT')[];
}

/** A rule. If `allows` is false, the API server refuses the request with `message`, which says what is allowed. */
export interface Validation {
  readonly allows: Cel;
  readonly message: string;
}

/** ValidatingAdmissionPolicy of Kubernetes 1.30, as far as it is used here; cdk8s-plus-28 does not have it. */
interface PolicySpec {
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly paramKind?: { readonly apiVersion: 'v1'; readonly kind: 'ConfigMap' };
  readonly matchConstraints: {
    readonly resourceRules: readonly (MatchedResources & { readonly scope: 'Namespaced' })[];
  };
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly {
    readonly expression: string;
    readonly message: string;
    readonly reason: 'Forbidden';
  }[];
}

interface BindingSpec {
  readonly policyName: string;
  readonly validationActions: readonly ('Deny' | 'Audit')[];
  readonly paramRef?: {
    readonly namespace: string;
    readonly selector: LabelSelector;
    readonly parameterNotFoundAction: 'Allow';
  };
  readonly matchResources: {
    readonly namespaceSelector: LabelSelector;
    readonly objectSelector?: LabelSelector;
  };
}

interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'NotIn';
    readonly values: readonly string[];
  }[];
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** Renders a policy, and its binding to a namespace. */
export function renderPolicy(scope: Construct, settings: RemediationSettings, policy: AdmissionPolicy): void {
  const { agents } = settings.namespaces;
  const namespace = policy.namespace ?? agents;
  // A namespace has no dot in its name, so loops with the same name in two namespaces have different policies.
  const name = `${settings.name}-${policy.name}.${namespace}`;
  const spec: PolicySpec = {
    failurePolicy: policy.onFailure ?? 'Fail',
    ...(policy.statesOf !== undefined && { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }),
    matchConstraints: { resourceRules: [{ ...policy.resources, scope: 'Namespaced' }] },
    matchConditions: namedExpressions(policy.matchConditions),
    ...(policy.variables && { variables: namedExpressions(policy.variables) }),
    validations: policy.validations.map(({ allows, message }) => ({
      expression: allows.cel,
      message,
      reason: 'Forbidden',
    })),
  };
  const binding: BindingSpec = {
    policyName: name,
    validationActions: ['Deny', 'Audit'],
    ...(policy.statesOf !== undefined && {
      paramRef: {
        namespace: agents,
        selector: {
          matchLabels: { app: policy.statesOf },
          matchExpressions: [{ key: LABEL.atRest, operator: 'NotIn', values: ['true'] }],
        },
        parameterNotFoundAction: 'Allow',
      },
    }),
    matchResources: {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      ...(policy.labelled && { objectSelector: { matchLabels: policy.labelled } }),
    },
  };
  for (const [kind, content] of [
    ['ValidatingAdmissionPolicy', spec],
    ['ValidatingAdmissionPolicyBinding', binding],
  ] as const) {
    const metadata = { name, labels: { app: settings.names.stateApp } };
    new Manifest(scope, `${kind}-${policy.name}`, { apiVersion: API_VERSION, kind, metadata, spec: content });
  }
}

/** The name of the user with which a ServiceAccount calls the API server. */
export function userOf({ namespace, name }: Account): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The condition that a request is made by one of the users. */
export function requestedBy(...users: readonly string[]): Cel {
  return users.length === 1
    ? cel`request.userInfo.username == ${users[0] ?? ''}`
    : cel`request.userInfo.username in ${users}`;
}

function namedExpressions(named: Readonly<Record<string, Cel>>): { name: string; expression: string }[] {
  return Object.entries(named).map(([name, expression]) => ({ name, expression: expression.cel }));
}
