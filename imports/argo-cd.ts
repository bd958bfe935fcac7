// Generated from github.com/argoproj/argo-cd/v3 v3.5.7 manifests/crds by `npm run imports`. Do not edit.

import type { ObjectMeta } from './argo-events';

/**
 * AppProject provides a logical grouping of applications, providing controls for:
 * * where the apps may deploy to (cluster whitelist)
 * * what may be deployed (repository whitelist, resource whitelist/blacklist)
 * * who can access these applications (roles, OIDC group claims bindings)
 * * and what they can do (RBAC policies)
 * * automation access to these roles (JWT tokens)
 */
export interface AppProject {
  apiVersion: 'argoproj.io/v1alpha1';
  kind: 'AppProject';
  metadata: ObjectMeta;
  spec: AppProjectSpec;
}

/** AppProjectSpec is the specification of an AppProject */
export interface AppProjectSpec {
  /** ClusterResourceBlacklist contains list of blacklisted cluster level resources */
  clusterResourceBlacklist?: AppProjectSpecClusterResourceBlacklist[];
  /** ClusterResourceWhitelist contains list of whitelisted cluster level resources */
  clusterResourceWhitelist?: AppProjectSpecClusterResourceBlacklist[];
  /** Description contains optional project description */
  description?: string;
  /**
   * DestinationServiceAccounts holds information about the service accounts to be impersonated for the application
   * sync operation for each destination.
   */
  destinationServiceAccounts?: AppProjectSpecDestinationServiceAccounts[];
  /** Destinations contains list of destinations available for deployment */
  destinations?: ApplicationSpecDestination[];
  /** NamespaceResourceBlacklist contains list of blacklisted namespace level resources */
  namespaceResourceBlacklist?: AppProjectSpecNamespaceResourceBlacklist[];
  /** NamespaceResourceWhitelist contains list of whitelisted namespace level resources */
  namespaceResourceWhitelist?: AppProjectSpecNamespaceResourceBlacklist[];
  /** OrphanedResources specifies if controller should monitor orphaned resources of apps in this project */
  orphanedResources?: AppProjectSpecOrphanedResources;
  /**
   * PermitOnlyProjectScopedClusters determines whether destinations can only reference clusters which are
   * project-scoped
   */
  permitOnlyProjectScopedClusters?: boolean;
  /** Roles are user defined RBAC roles associated with this project */
  roles?: AppProjectSpecRoles[];
  /**
   * SignatureKeys contains a list of PGP key IDs that commits in Git must be signed with in order to be allowed for
   * sync
   *
   * Deprecated: Use SourceIntegrity instead. SignatureKeys will be removed with the next major version.
   */
  signatureKeys?: AppProjectSpecSignatureKeys[];
  /**
   * SourceIntegrity represents a constraint on manifest sources integrity to be met before they can be used.
   * Do not access directly, use EffectiveSourceIntegrity() for correct backwards compatibility handling.
   */
  sourceIntegrity?: AppProjectSpecSourceIntegrity;
  /** SourceNamespaces defines the namespaces application resources are allowed to be created in */
  sourceNamespaces?: string[];
  /** SourceRepos contains list of repository URLs which can be used for deployment */
  sourceRepos?: string[];
  /** SyncWindows controls when syncs can be run for apps in this project */
  syncWindows?: AppProjectSpecSyncWindows[];
}

/** ClusterResourceRestrictionItem is a cluster resource that is restricted by the project's whitelist or blacklist */
export interface AppProjectSpecClusterResourceBlacklist {
  group: string;
  kind: string;
  /**
   * Name is the name of the restricted resource. Glob patterns using Go's filepath.Match syntax are supported.
   * Unlike the group and kind fields, if no name is specified, all resources of the specified group/kind are matched.
   */
  name?: string;
}

/**
 * ApplicationDestinationServiceAccount holds information about the service account to be impersonated for the
 * application sync operation.
 */
export interface AppProjectSpecDestinationServiceAccounts {
  /** DefaultServiceAccount to be used for impersonation during the sync operation */
  defaultServiceAccount: string;
  /** Namespace specifies the target namespace for the application's resources. */
  namespace?: string;
  /** Server specifies the URL of the target cluster's Kubernetes control plane API. */
  server: string;
}

/**
 * GroupKind specifies a Group and a Kind, but does not force a version. This is useful for identifying
 * concepts during lookup stages without having partially valid types
 */
export interface AppProjectSpecNamespaceResourceBlacklist {
  group: string;
  kind: string;
}

/** OrphanedResources specifies if controller should monitor orphaned resources of apps in this project */
export interface AppProjectSpecOrphanedResources {
  /** Ignore contains a list of resources that are to be excluded from orphaned resources monitoring */
  ignore?: AppProjectSpecOrphanedResourcesIgnore[];
  /** Warn indicates if warning condition should be created for apps which have orphaned resources */
  warn?: boolean;
}

/** OrphanedResourceKey is a reference to a resource to be ignored from */
export interface AppProjectSpecOrphanedResourcesIgnore {
  group?: string;
  kind?: string;
  name?: string;
}

/** ProjectRole represents a role that has access to a project */
export interface AppProjectSpecRoles {
  /** Description is a description of the role */
  description?: string;
  /** Groups are a list of OIDC group claims bound to this role */
  groups?: string[];
  /** JWTTokens are a list of generated JWT tokens bound to this role */
  jwtTokens?: AppProjectSpecRolesJwtTokens[];
  /** Name is a name for this role */
  name: string;
  /** Policies Stores a list of casbin formatted strings that define access policies for the role in the project */
  policies?: string[];
}

/** JWTToken holds the issuedAt and expiresAt values of a token */
export interface AppProjectSpecRolesJwtTokens {
  exp?: number;
  iat: number;
  id?: string;
}

/**
 * SignatureKey is the specification of a key required to verify commit signatures with
 *
 * Deprecated: Use SourceIntegrity instead. SignatureKeys will be removed with the next major version.
 */
export interface AppProjectSpecSignatureKeys {
  /** The ID of the key in hexadecimal notation */
  keyID: string;
}

/**
 * SourceIntegrity represents a constraint on manifest sources integrity to be met before they can be used.
 * Do not access directly, use EffectiveSourceIntegrity() for correct backwards compatibility handling.
 */
export interface AppProjectSpecSourceIntegrity {
  /** Git - policies for git source verification */
  git: AppProjectSpecSourceIntegrityGit;
}

/** Git - policies for git source verification */
export interface AppProjectSpecSourceIntegrityGit {
  policies: AppProjectSpecSourceIntegrityGitPolicies[];
}

export interface AppProjectSpecSourceIntegrityGitPolicies {
  /** Verify GPG commit/tag signatures */
  gpg: AppProjectSpecSourceIntegrityGitPoliciesGpg;
  /** List of repository criteria restricting repositories the policy will apply to */
  repos: AppProjectSpecSourceIntegrityGitPoliciesRepos[];
}

/** Verify GPG commit/tag signatures */
export interface AppProjectSpecSourceIntegrityGitPoliciesGpg {
  /** List of key IDs to trust. The keys need to be in the repository server keyring. */
  keys: string[];
  mode: string;
}

export interface AppProjectSpecSourceIntegrityGitPoliciesRepos {
  /** URL specifier, glob. */
  url: string;
}

/** SyncWindow contains the kind, time, duration and attributes that are used to assign the syncWindows to apps */
export interface AppProjectSpecSyncWindows {
  /**
   * UseAndOperator use AND operator for matching applications, namespaces and clusters instead of the default OR
   * operator
   */
  andOperator?: boolean;
  /** Applications contains a list of applications that the window will apply to */
  applications?: string[];
  /** Clusters contains a list of clusters that the window will apply to */
  clusters?: string[];
  /**
   * Description of the sync that will be applied to the schedule, can be used to add any information such as a ticket
   * number for example
   */
  description?: string;
  /** Duration is the amount of time the sync window will be open */
  duration?: string;
  /** Kind defines if the window allows or blocks syncs */
  kind?: string;
  /** ManualSync enables manual syncs when they would otherwise be blocked */
  manualSync?: boolean;
  /** Namespaces contains a list of namespaces that the window will apply to */
  namespaces?: string[];
  /** Schedule is the time the window will begin, specified in cron format */
  schedule?: string;
  /**
   * SyncOverrun allows ongoing syncs to continue in two scenarios:
   * For deny windows: allows syncs that started before the deny window became active to continue running
   * For allow windows: allows syncs that started during the allow window to continue after the window ends
   */
  syncOverrun?: boolean;
  /** TimeZone of the sync that will be applied to the schedule */
  timeZone?: string;
}

/** Application is a definition of Application resource. */
export interface Application {
  apiVersion: 'argoproj.io/v1alpha1';
  kind: 'Application';
  metadata: ObjectMeta;
  spec: ApplicationSpec;
}

/**
 * ApplicationSpec represents desired application state. Contains link to repository with application definition and
 * additional parameters link definition revision.
 */
export interface ApplicationSpec {
  /** Destination is a reference to the target Kubernetes server and namespace */
  destination: ApplicationSpecDestination;
  /** IgnoreDifferences is a list of resources and their fields which should be ignored during comparison */
  ignoreDifferences?: ApplicationSpecIgnoreDifferences[];
  /** Info contains a list of information (URLs, email addresses, and plain text) that relates to the application */
  info?: ApplicationSpecInfo[];
  /**
   * Project is a reference to the project this application belongs to.
   * The empty string means that application belongs to the 'default' project.
   */
  project: string;
  /**
   * RevisionHistoryLimit limits the number of items kept in the application's revision history, which is used for
   * informational purposes as well as for rollbacks to previous versions.
   * This should only be changed in exceptional circumstances.
   * Setting to zero will store no history. This will reduce storage used.
   * Increasing will increase the space used to store the history, so we do not recommend increasing it.
   * Default is 10.
   */
  revisionHistoryLimit?: number;
  /** Source is a reference to the location of the application's manifests or chart */
  source?: ApplicationSpecSource;
  /** SourceHydrator provides a way to push hydrated manifests back to git before syncing them to the cluster. */
  sourceHydrator?: ApplicationSpecSourceHydrator;
  /** Sources is a reference to the location of the application's manifests or chart */
  sources?: ApplicationSpecSource[];
  /** SyncPolicy controls when and how a sync will be performed */
  syncPolicy?: ApplicationSpecSyncPolicy;
}

/** Destination is a reference to the target Kubernetes server and namespace */
export interface ApplicationSpecDestination {
  /**
   * Name is an alternate way of specifying the target cluster by its symbolic name. This must be set if Server is not
   * set.
   */
  name?: string;
  /**
   * Namespace specifies the target namespace for the application's resources.
   * The namespace will only be set for namespace-scoped resources that have not set a value for .metadata.namespace
   */
  namespace?: string;
  /**
   * Server specifies the URL of the target cluster's Kubernetes control plane API. This must be set if Name is not
   * set.
   */
  server?: string;
}

/**
 * ResourceIgnoreDifferences contains resource filter and list of json paths which should be ignored during comparison
 * with live state.
 */
export interface ApplicationSpecIgnoreDifferences {
  group?: string;
  jqPathExpressions?: string[];
  jsonPointers?: string[];
  kind: string;
  /**
   * ManagedFieldsManagers is a list of trusted managers. Fields mutated by those managers will take precedence over
   * the
   * desired state defined in the SCM and won't be displayed in diffs
   */
  managedFieldsManagers?: string[];
  name?: string;
  namespace?: string;
}

export interface ApplicationSpecInfo {
  name: string;
  value: string;
}

/** Source is a reference to the location of the application's manifests or chart */
export interface ApplicationSpecSource {
  /** Chart is a Helm chart name, and must be specified for applications sourced from a Helm repo. */
  chart?: string;
  /** Directory holds path/directory specific options */
  directory?: ApplicationSpecSourceDirectory;
  /** Helm holds helm specific options */
  helm?: ApplicationSpecSourceHelm;
  /** Kustomize holds kustomize specific options */
  kustomize?: ApplicationSpecSourceKustomize;
  /** Name is used to refer to a source and is displayed in the UI. It is used in multi-source Applications. */
  name?: string;
  /** Path is a directory path within the Git repository, and is only valid for applications sourced from Git. */
  path?: string;
  /** Plugin holds config management plugin specific options */
  plugin?: ApplicationSpecSourcePlugin;
  /**
   * Ref is reference to another source within sources field. This field will not be used if used with a `source` tag.
   */
  ref?: string;
  /** RepoURL is the URL to the repository (Git or Helm) that contains the application manifests */
  repoURL: string;
  /**
   * TagPrefix filters git tags to only those with this prefix before evaluating targetRevision as a semver
   * constraint.
   * The prefix is stripped from tag names before comparison and re-added to the resolved version.
   * For example, with tagPrefix "component-b/" and targetRevision "1.0.*", tags like "component-b/1.0.0" and
   * "component-b/1.0.1" are candidates, and the constraint resolves to "component-b/1.0.1".
   */
  tagPrefix?: string;
  /**
   * TargetRevision defines the revision of the source to sync the application to.
   * In case of Git, this can be commit, tag, or branch. If omitted, will equal to HEAD.
   * In case of Helm, this is a semver tag for the Chart's version.
   */
  targetRevision?: string;
}

/** Directory holds path/directory specific options */
export interface ApplicationSpecSourceDirectory {
  /**
   * Exclude contains a glob pattern to match paths against that should be explicitly excluded from being used during
   * manifest generation
   */
  exclude?: string;
  /**
   * Include contains a glob pattern to match paths against that should be explicitly included during manifest
   * generation
   */
  include?: string;
  /** Jsonnet holds options specific to Jsonnet */
  jsonnet?: ApplicationSpecSourceDirectoryJsonnet;
  /** Recurse specifies whether to scan a directory recursively for manifests */
  recurse?: boolean;
}

/** Jsonnet holds options specific to Jsonnet */
export interface ApplicationSpecSourceDirectoryJsonnet {
  /** ExtVars is a list of Jsonnet External Variables */
  extVars?: ApplicationSpecSourceDirectoryJsonnetExtVars[];
  /** Additional library search dirs */
  libs?: string[];
  /** TLAS is a list of Jsonnet Top-level Arguments */
  tlas?: ApplicationSpecSourceDirectoryJsonnetExtVars[];
}

/** JsonnetVar represents a variable to be passed to jsonnet during manifest generation */
export interface ApplicationSpecSourceDirectoryJsonnetExtVars {
  code?: boolean;
  name: string;
  value: string;
}

/** Helm holds helm specific options */
export interface ApplicationSpecSourceHelm {
  /**
   * APIVersions specifies the Kubernetes resource API versions to pass to Helm when templating manifests. By default,
   * Argo CD uses the API versions of the target cluster. The format is [group/]version/kind.
   */
  apiVersions?: string[];
  /** FileParameters are file parameters to the helm template */
  fileParameters?: ApplicationSpecSourceHelmFileParameters[];
  /**
   * IgnoreMissingValueFiles prevents helm template from failing when valueFiles do not exist locally by not appending
   * them to helm template --values
   */
  ignoreMissingValueFiles?: boolean;
  /**
   * KubeVersion specifies the Kubernetes API version to pass to Helm when templating manifests. By default, Argo CD
   * uses the Kubernetes version of the target cluster.
   */
  kubeVersion?: string;
  /**
   * Namespace is an optional namespace to template with. If left empty, defaults to the app's destination namespace.
   */
  namespace?: string;
  /**
   * Parameters is a list of Helm parameters which are passed to the helm template command upon manifest generation
   */
  parameters?: ApplicationSpecSourceHelmParameters[];
  /** PassCredentials pass credentials to all domains (Helm's --pass-credentials) */
  passCredentials?: boolean;
  /** ReleaseName is the Helm release name to use. If omitted it will use the application name */
  releaseName?: string;
  /** SkipCrds skips custom resource definition installation step (Helm's --skip-crds) */
  skipCrds?: boolean;
  /** SkipSchemaValidation skips JSON schema validation (Helm's --skip-schema-validation) */
  skipSchemaValidation?: boolean;
  /** SkipTests skips test manifest installation step (Helm's --skip-tests). */
  skipTests?: boolean;
  /** ValuesFiles is a list of Helm value files to use when generating a template */
  valueFiles?: string[];
  /**
   * Values specifies Helm values to be passed to helm template, typically defined as a block. ValuesObject takes
   * precedence over Values, so use one or the other.
   */
  values?: string;
  /**
   * ValuesObject specifies Helm values to be passed to helm template, defined as a map. This takes precedence over
   * Values.
   */
  valuesObject?: { [key: string]: unknown };
  /** Version is the Helm version to use for templating ("3") */
  version?: string;
}

/** HelmFileParameter is a file parameter that's passed to helm template during manifest generation */
export interface ApplicationSpecSourceHelmFileParameters {
  /** Name is the name of the Helm parameter */
  name?: string;
  /** Path is the path to the file containing the values for the Helm parameter */
  path?: string;
}

/** HelmParameter is a parameter that's passed to helm template during manifest generation */
export interface ApplicationSpecSourceHelmParameters {
  /** ForceString determines whether to tell Helm to interpret booleans and numbers as strings */
  forceString?: boolean;
  /** Name is the name of the Helm parameter */
  name?: string;
  /** Value is the value for the Helm parameter */
  value?: string;
}

/** SourceHydrator provides a way to push hydrated manifests back to git before syncing them to the cluster. */
export interface ApplicationSpecSourceHydrator {
  /** DrySource specifies where the dry "don't repeat yourself" manifest source lives. */
  drySource: ApplicationSpecSourceHydratorDrySource;
  /**
   * HydrateTo specifies an optional "staging" location to push hydrated manifests to. An external system would then
   * have to move manifests to the SyncSource, e.g. by pull request.
   */
  hydrateTo?: ApplicationSpecSourceHydratorHydrateTo;
  /** SyncSource specifies where to sync hydrated manifests from. */
  syncSource: ApplicationSpecSourceHydratorSyncSource;
}

/** DrySource specifies where the dry "don't repeat yourself" manifest source lives. */
export interface ApplicationSpecSourceHydratorDrySource {
  /** Directory specifies path/directory specific options */
  directory?: ApplicationSpecSourceDirectory;
  /** Helm specifies helm specific options */
  helm?: ApplicationSpecSourceHelm;
  /** Kustomize specifies kustomize specific options */
  kustomize?: ApplicationSpecSourceKustomize;
  /** Path is a directory path within the Git repository where the manifests are located */
  path: string;
  /** Plugin specifies config management plugin specific options */
  plugin?: ApplicationSpecSourcePlugin;
  /** RepoURL is the URL to the git repository that contains the application manifests */
  repoURL: string;
  /** TargetRevision defines the revision of the source to hydrate */
  targetRevision: string;
}

/**
 * HydrateTo specifies an optional "staging" location to push hydrated manifests to. An external system would then
 * have to move manifests to the SyncSource, e.g. by pull request.
 */
export interface ApplicationSpecSourceHydratorHydrateTo {
  /** TargetBranch is the branch to which hydrated manifests should be committed */
  targetBranch: string;
}

/** SyncSource specifies where to sync hydrated manifests from. */
export interface ApplicationSpecSourceHydratorSyncSource {
  /**
   * Path is a directory path within the git repository where hydrated manifests should be committed to and synced
   * from. The Path should never point to the root of the repo. If hydrateTo is set, this is just the path from which
   * hydrated manifests will be synced.
   */
  path: string;
  /**
   * RepoURL is the URL to the git repository that contains the hydrated manifests. If not set, defaults to
   * the DrySource.RepoURL.
   */
  repoURL?: string;
  /**
   * TargetBranch is the branch from which hydrated manifests will be synced.
   * If HydrateTo is not set, this is also the branch to which hydrated manifests are committed.
   */
  targetBranch: string;
}

/** Kustomize holds kustomize specific options */
export interface ApplicationSpecSourceKustomize {
  /**
   * APIVersions specifies the Kubernetes resource API versions to pass to Helm when templating manifests. By default,
   * Argo CD uses the API versions of the target cluster. The format is [group/]version/kind.
   */
  apiVersions?: string[];
  /** CommonAnnotations is a list of additional annotations to add to rendered manifests */
  commonAnnotations?: { [key: string]: string };
  /** CommonAnnotationsEnvsubst specifies whether to apply env variables substitution for annotation values */
  commonAnnotationsEnvsubst?: boolean;
  /** CommonLabels is a list of additional labels to add to rendered manifests */
  commonLabels?: { [key: string]: string };
  /** Components specifies a list of kustomize components to add to the kustomization before building */
  components?: string[];
  /** ForceCommonAnnotations specifies whether to force applying common annotations to resources for Kustomize apps */
  forceCommonAnnotations?: boolean;
  /** ForceCommonLabels specifies whether to force applying common labels to resources for Kustomize apps */
  forceCommonLabels?: boolean;
  /**
   * IgnoreMissingComponents prevents kustomize from failing when components do not exist locally by not appending
   * them to kustomization file
   */
  ignoreMissingComponents?: boolean;
  /** Images is a list of Kustomize image override specifications */
  images?: string[];
  /**
   * KubeVersion specifies the Kubernetes API version to pass to Helm when templating manifests. By default, Argo CD
   * uses the Kubernetes version of the target cluster.
   */
  kubeVersion?: string;
  /** LabelIncludeTemplates specifies whether to apply common labels to resource templates or not */
  labelIncludeTemplates?: boolean;
  /** LabelWithoutSelector specifies whether to apply common labels to resource selectors or not */
  labelWithoutSelector?: boolean;
  /** NamePrefix overrides the namePrefix in the kustomization.yaml for Kustomize apps */
  namePrefix?: string;
  /** NameSuffix overrides the nameSuffix in the kustomization.yaml for Kustomize apps */
  nameSuffix?: string;
  /** Namespace sets the namespace that Kustomize adds to all resources */
  namespace?: string;
  /** Patches is a list of Kustomize patches */
  patches?: ApplicationSpecSourceKustomizePatches[];
  /** Replicas is a list of Kustomize Replicas override specifications */
  replicas?: ApplicationSpecSourceKustomizeReplicas[];
  /** Version controls which version of Kustomize to use for rendering manifests */
  version?: string;
}

export interface ApplicationSpecSourceKustomizePatches {
  options?: { [key: string]: boolean };
  patch?: string;
  path?: string;
  target?: ApplicationSpecSourceKustomizePatchesTarget;
}

export interface ApplicationSpecSourceKustomizePatchesTarget {
  annotationSelector?: string;
  group?: string;
  kind?: string;
  labelSelector?: string;
  name?: string;
  namespace?: string;
  version?: string;
}

export interface ApplicationSpecSourceKustomizeReplicas {
  /** Number of replicas */
  count: unknown;
  /** Name of Deployment or StatefulSet */
  name: string;
}

/** Plugin holds config management plugin specific options */
export interface ApplicationSpecSourcePlugin {
  /** Env is a list of environment variable entries */
  env?: ApplicationSpecSourcePluginEnv[];
  name?: string;
  parameters?: ApplicationSpecSourcePluginParameters[];
}

/** EnvEntry represents an entry in the application's environment */
export interface ApplicationSpecSourcePluginEnv {
  /** Name is the name of the variable, usually expressed in uppercase */
  name: string;
  /** Value is the value of the variable */
  value: string;
}

export interface ApplicationSpecSourcePluginParameters {
  /** Array is the value of an array type parameter. */
  array?: string[];
  /** Map is the value of a map type parameter. */
  map?: { [key: string]: string };
  /** Name is the name identifying a parameter. */
  name?: string;
  /** String_ is the value of a string type parameter. */
  string?: string;
}

/** SyncPolicy controls when and how a sync will be performed */
export interface ApplicationSpecSyncPolicy {
  /** Automated will keep an application synced to the target revision */
  automated?: ApplicationSpecSyncPolicyAutomated;
  /** ManagedNamespaceMetadata controls metadata in the given namespace (if CreateNamespace=true) */
  managedNamespaceMetadata?: ApplicationSpecSyncPolicyManagedNamespaceMetadata;
  /** Retry controls failed sync retry behavior */
  retry?: ApplicationSpecSyncPolicyRetry;
  /** Options allow you to specify whole app sync-options */
  syncOptions?: string[];
}

/** Automated will keep an application synced to the target revision */
export interface ApplicationSpecSyncPolicyAutomated {
  /** AllowEmpty allows apps have zero live resources (default: false) */
  allowEmpty?: boolean;
  /** Enable allows apps to explicitly control automated sync */
  enabled?: boolean;
  /**
   * Prune specifies whether to delete resources from the cluster that are not found in the sources anymore as part of
   * automated sync (default: false)
   */
  prune?: boolean;
  /**
   * SelfHeal specifies whether to revert resources back to their desired state upon modification in the cluster
   * (default: false)
   */
  selfHeal?: boolean;
}

/** ManagedNamespaceMetadata controls metadata in the given namespace (if CreateNamespace=true) */
export interface ApplicationSpecSyncPolicyManagedNamespaceMetadata {
  annotations?: { [key: string]: string };
  labels?: { [key: string]: string };
}

/** Retry controls failed sync retry behavior */
export interface ApplicationSpecSyncPolicyRetry {
  /** Backoff controls how to backoff on subsequent retries of failed syncs */
  backoff?: ApplicationSpecSyncPolicyRetryBackoff;
  /**
   * Limit is the maximum number of attempts for retrying a failed sync. If set to 0, no retries will be performed.
   */
  limit?: number;
  /** Refresh indicates if the latest revision should be used on retry instead of the initial one (default: false) */
  refresh?: boolean;
}

/** Backoff controls how to backoff on subsequent retries of failed syncs */
export interface ApplicationSpecSyncPolicyRetryBackoff {
  /** Duration is the amount to back off. Default unit is seconds, but could also be a duration (e.g. "2m", "1h") */
  duration?: string;
  /** Factor is a factor to multiply the base duration after each failed retry */
  factor?: number;
  /** MaxDuration is the maximum amount of time allowed for the backoff strategy */
  maxDuration?: string;
}
