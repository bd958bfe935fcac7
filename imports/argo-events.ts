// Generated from github.com/argoproj/argo-events v1.9.11 api/jsonschema/schema.json by `npm run imports`. Do not edit.

/** AMQPConsumeConfig holds the configuration to immediately starts delivering queued messages */
export interface AMQPConsumeConfig {
  /**
   * AutoAck when true, the server will acknowledge deliveries to this consumer prior to writing the delivery to the
   * network
   */
  autoAck?: boolean;
  /** ConsumerTag is the identity of the consumer included in every delivery */
  consumerTag?: string;
  /** Exclusive when true, the server will ensure that this is the sole consumer from this queue */
  exclusive?: boolean;
  /** NoLocal flag is not supported by RabbitMQ */
  noLocal?: boolean;
  /** NowWait when true, do not wait for the server to confirm the request and immediately begin deliveries */
  noWait?: boolean;
}

/**
 * AMQPEventSource refers to an event-source for AMQP stream events
 *
 * Exactly one of `url`, `urlSecret` has to be there.
 */
export interface AMQPEventSource {
  /** Auth hosts secret selectors for username and password */
  auth?: BasicAuth;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /**
   * Consume holds the configuration to immediately starts delivering queued messages For more information, visit
   * https://pkg.go.dev/github.com/rabbitmq/amqp091-go#Channel.Consume
   */
  consume?: AMQPConsumeConfig;
  /**
   * ExchangeDeclare holds the configuration for the exchange on the server For more information, visit
   * https://pkg.go.dev/github.com/rabbitmq/amqp091-go#Channel.ExchangeDeclare
   */
  exchangeDeclare?: AMQPExchangeDeclareConfig;
  /**
   * ExchangeName is the exchange name For more information, visit
   * https://www.rabbitmq.com/tutorials/amqp-concepts.html
   */
  exchangeName: string;
  /** ExchangeType is rabbitmq exchange type */
  exchangeType: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * QueueBind holds the configuration that binds an exchange to a queue so that publishings to the exchange will be
   * routed to the queue when the publishing routing key matches the binding routing key For more information, visit
   * https://pkg.go.dev/github.com/rabbitmq/amqp091-go#Channel.QueueBind
   */
  queueBind?: AMQPQueueBindConfig;
  /**
   * QueueDeclare holds the configuration of a queue to hold messages and deliver to consumers. Declaring creates a
   * queue if it doesn't already exist, or ensures that an existing queue matches the same parameters For more
   * information, visit https://pkg.go.dev/github.com/rabbitmq/amqp091-go#Channel.QueueDeclare
   */
  queueDeclare?: AMQPQueueDeclareConfig;
  /** Routing key for bindings */
  routingKey: string;
  /** TLS configuration for the amqp client. */
  tls?: TLSConfig;
  /** URL for rabbitmq service */
  url?: string;
  /** URLSecret is secret reference for rabbitmq service URL */
  urlSecret?: SecretKeySelector;
}

/** AMQPExchangeDeclareConfig holds the configuration for the exchange on the server */
export interface AMQPExchangeDeclareConfig {
  /** AutoDelete removes the exchange when no bindings are active */
  autoDelete?: boolean;
  /** Durable keeps the exchange also after the server restarts */
  durable?: boolean;
  /** Internal when true does not accept publishings */
  internal?: boolean;
  /** NowWait when true does not wait for a confirmation from the server */
  noWait?: boolean;
}

/**
 * AMQPQueueBindConfig holds the configuration that binds an exchange to a queue so that publishings to the exchange
 * will be routed to the queue when the publishing routing key matches the binding routing key
 */
export interface AMQPQueueBindConfig {
  /** NowWait false and the queue could not be bound, the channel will be closed with an error */
  noWait?: boolean;
}

/**
 * AMQPQueueDeclareConfig holds the configuration of a queue to hold messages and deliver to consumers. Declaring
 * creates a queue if it doesn't already exist, or ensures that an existing queue matches the same parameters
 */
export interface AMQPQueueDeclareConfig {
  /** Arguments of a queue (also known as "x-arguments") used for optional features and plugins */
  arguments?: string;
  /** AutoDelete removes the queue when no consumers are active */
  autoDelete?: boolean;
  /** Durable keeps the queue also after the server restarts */
  durable?: boolean;
  /**
   * Exclusive sets the queues to be accessible only by the connection that declares them and will be deleted wgen the
   * connection closes
   */
  exclusive?: boolean;
  /** Name of the queue. If empty the server auto-generates a unique name for this queue */
  name?: string;
  /** NowWait when true, the queue assumes to be declared on the server */
  noWait?: boolean;
}

/**
 * Represents a Persistent Disk resource in AWS.
 *
 * An AWS EBS disk must exist before mounting to a container. The disk must also be in the same AWS zone as the
 * kubelet. An AWS EBS disk can only be mounted as read/write once. AWS EBS volumes support ownership management and
 * SELinux relabeling.
 */
export interface AWSElasticBlockStoreVolumeSource {
  /**
   * fsType is the filesystem type of the volume that you want to mount. Tip: Ensure that the filesystem type is
   * supported by the host operating system. Examples: "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if
   * unspecified. More info: https://kubernetes.io/docs/concepts/storage/volumes#awselasticblockstore
   */
  fsType?: string;
  /**
   * partition is the partition in the volume that you want to mount. If omitted, the default is to mount by volume
   * name. Examples: For volume /dev/sda1, you specify the partition as "1". Similarly, the volume partition for
   * /dev/sda is "0" (or you can leave the property empty).
   */
  partition?: number;
  /**
   * readOnly value true will force the readOnly setting in VolumeMounts. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#awselasticblockstore
   */
  readOnly?: boolean;
  /**
   * volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume). More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#awselasticblockstore
   */
  volumeID: string;
}

/** AWSLambdaTrigger refers to specification of the trigger to invoke an AWS Lambda function */
export interface AWSLambdaTrigger {
  /** AccessKey refers K8s secret containing aws access key */
  accessKey?: SecretKeySelector;
  /** FunctionName refers to the name of the function to invoke. */
  functionName: string;
  /**
   * Choose from the following options.
   *
   *    * RequestResponse (default) - Invoke the function synchronously. Keep
   *    the connection open until the function returns a response or times out.
   *    The API response includes the function response and additional data.
   *
   *    * Event - Invoke the function asynchronously. Send events that fail multiple
   *    times to the function's dead-letter queue (if it's configured). The API
   *    response only includes a status code.
   *
   *    * DryRun - Validate parameter values and verify that the user or role
   *    has permission to invoke the function.
   */
  invocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /** Region is AWS region */
  region: string;
  /** RoleARN is the Amazon Resource Name (ARN) of the role to assume. */
  roleARN?: string;
  /** SecretKey refers K8s secret containing aws secret key */
  secretKey?: SecretKeySelector;
}

/**
 * AWSMSKIAMConfig holds configuration for SASL/OAUTHBEARER authentication against Amazon MSK using IAM credentials
 * (includes IRSA / web identity token support).
 */
export interface AWSMSKIAMConfig {
  /** Region is the AWS region of the MSK cluster (e.g. "us-east-1"). */
  region: string;
}

/** Affinity is a group of affinity scheduling rules. */
export interface Affinity {
  /** Describes node affinity scheduling rules for the pod. */
  nodeAffinity?: NodeAffinity;
  /**
   * Describes pod affinity scheduling rules (e.g. co-locate this pod in the same node, zone, etc. as some other
   * pod(s)).
   */
  podAffinity?: PodAffinity;
  /**
   * Describes pod anti-affinity scheduling rules (e.g. avoid putting this pod in the same node, zone, etc. as some
   * other pod(s)).
   */
  podAntiAffinity?: PodAntiAffinity;
}

/** Amount is a number. The engine takes a quoted one, and then fails at each use of it. */
export type Amount = number;

/** AppArmorProfile defines a pod or container's AppArmor settings. */
export interface AppArmorProfile {
  /**
   * localhostProfile indicates a profile loaded on the node that should be used. The profile must be preconfigured on
   * the node to work. Must match the loaded name of the profile. Must be set if and only if type is "Localhost".
   */
  localhostProfile?: string;
  /**
   * type indicates which kind of AppArmor profile will be applied. Valid options are:
   *   Localhost - a profile pre-loaded on the node.
   *   RuntimeDefault - the container runtime's default profile.
   *   Unconfined - no AppArmor enforcement.
   */
  type: string;
}

/** ArgoWorkflowTrigger is the trigger for the Argo Workflow */
export interface ArgoWorkflowTrigger {
  /** Args is the list of arguments to pass to the argo CLI */
  args?: string[];
  /** Operation refers to the type of operation performed on the argo workflow resource. Default value is Submit. */
  operation: 'submit' | 'submit-from' | 'suspend' | 'resubmit' | 'retry' | 'resume' | 'terminate' | 'stop';
  /** Parameters is the list of parameters to pass to resolved Argo Workflow object */
  parameters?: TriggerParameter[];
  /** Source of the K8s resource file(s) */
  source: ArtifactLocation;
}

/**
 * ArtifactLocation describes the source location for an external artifact
 *
 * Exactly one of `configmap`, `file`, `git`, `inline`, `resource`, `s3`, `url` has to be there.
 */
export interface ArtifactLocation {
  /** Configmap that stores the artifact */
  configmap?: ConfigMapKeySelector;
  /** File artifact is artifact stored in a file */
  file?: FileArtifact;
  /** Git repository hosting the artifact */
  git?: GitArtifact;
  /** Inline artifact is embedded in sensor spec as a string */
  inline?: string;
  /** Resource is generic template for K8s resource */
  resource?: K8SResource;
  /** S3 compliant artifact */
  s3?: S3Artifact;
  /** URL to fetch the artifact from */
  url?: URLArtifact;
}

/** AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod. */
export interface AzureDiskVolumeSource {
  /** cachingMode is the Host Caching mode: None, Read Only, Read Write. */
  cachingMode?: string;
  /** diskName is the Name of the data disk in the blob storage */
  diskName: string;
  /** diskURI is the URI of data disk in the blob storage */
  diskURI: string;
  /**
   * fsType is Filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex. "ext4",
   * "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /**
   * kind expected values are Shared: multiple blob disks per storage account Dedicated: single blob disk per storage
   * account Managed: azure managed data disk (only in managed availability set). defaults to shared
   */
  kind?: string;
  /** readOnly Defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. */
  readOnly?: boolean;
}

/** AzureEventHubsTrigger refers to specification of the Azure Event Hubs Trigger */
export interface AzureEventHubsTrigger {
  /** FQDN refers to the namespace dns of Azure Event Hubs to be used i.e. <namespace>.servicebus.windows.net */
  fqdn: string;
  /** HubName refers to the Azure Event Hub to send events to */
  hubName: string;
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /** SharedAccessKey refers to a K8s secret containing the primary key for the */
  sharedAccessKey: SecretKeySelector;
  /** SharedAccessKeyName refers to the name of the Shared Access Key */
  sharedAccessKeyName: SecretKeySelector;
}

/**
 * AzureEventsHubEventSource describes the event source for azure events hub More info at
 * https://docs.microsoft.com/en-us/azure/event-hubs/
 */
export interface AzureEventsHubEventSource {
  /** Filter */
  filter?: EventSourceFilter;
  /**
   * FQDN of the EventHubs namespace you created More info at
   * https://docs.microsoft.com/en-us/azure/event-hubs/event-hubs-get-connection-string
   */
  fqdn: string;
  /** Event Hub path/name */
  hubName: string;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * SharedAccessKey is the generated value of the key. If both this field and SharedAccessKeyName are not provided it
   * will try to access via Azure AD with DefaultAzureCredential, FQDN and HubName.
   */
  sharedAccessKey?: SecretKeySelector;
  /**
   * SharedAccessKeyName is the name you chose for your application's SAS keys. If both this field and SharedAccessKey
   * are not provided it will try to access via Azure AD with DefaultAzureCredential, FQDN and HubName.
   */
  sharedAccessKeyName?: SecretKeySelector;
}

/** AzureFile represents an Azure File Service mount on the host and bind mount to the pod. */
export interface AzureFileVolumeSource {
  /** readOnly defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. */
  readOnly?: boolean;
  /** secretName is the name of secret that contains Azure Storage Account Name and Key */
  secretName: string;
  /** shareName is the azure share Name */
  shareName: string;
}

/**
 * AzureQueueStorageEventSource describes the event source for azure queue storage more info at
 * https://learn.microsoft.com/en-us/azure/storage/queues/
 *
 * At least one of `connectionString`, `storageAccountName` has to be there.
 */
export interface AzureQueueStorageEventSource {
  /**
   * ConnectionString is the connection string to access Azure Queue Storage. If this fields is not provided it will
   * try to access via Azure AD with StorageAccountName.
   */
  connectionString?: SecretKeySelector;
  /**
   * DecodeMessage specifies if all the messages should be base64 decoded. If set to true the decoding is done before
   * the evaluation of JSONBody
   */
  decodeMessage?: boolean;
  /**
   * DLQ specifies if a dead-letter queue is configured for messages that can't be processed successfully. If set to
   * true, messages with invalid payload won't be acknowledged to allow to forward them farther to the dead-letter
   * queue. The default value is false.
   */
  dlq?: boolean;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** QueueName is the name of the queue */
  queueName: string;
  /**
   * StorageAccountName is the name of the storage account where the queue is. This field is necessary to access via
   * Azure AD (managed identity) and it is ignored if ConnectionString is set.
   */
  storageAccountName?: string;
  /**
   * WaitTimeInSeconds is the duration (in seconds) for which the event source waits between empty results from the
   * queue. The default value is 3 seconds.
   */
  waitTimeInSeconds?: number;
}

/**
 * AzureServiceBusEventSource describes the event source for azure service bus More info at
 * https://docs.microsoft.com/en-us/azure/service-bus-messaging/
 *
 * At least one of `queueName`, `topicName` with `subscriptionName` has to be there.
 */
export interface AzureServiceBusEventSource {
  /**
   * ConnectionString is the connection string for the Azure Service Bus. If this fields is not provided it will try
   * to access via Azure AD with DefaultAzureCredential and FullyQualifiedNamespace.
   */
  connectionString?: SecretKeySelector;
  /**
   * DeferDelete controls when messages are removed from Azure Service Bus. If false (default), messages are received
   * and deleted immediately before processing. If true, messages are locked and only deleted after successful
   * processing, ensuring they are not lost if processing fails.
   */
  deferDelete?: boolean;
  /** Filter */
  filter?: EventSourceFilter;
  /**
   * FullyQualifiedNamespace is the Service Bus namespace name (ex: myservicebus.servicebus.windows.net). This field
   * is necessary to access via Azure AD (managed identity) and it is ignored if ConnectionString is set.
   */
  fullyQualifiedNamespace?: string;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** QueueName is the name of the Azure Service Bus Queue */
  queueName?: string;
  /** SubscriptionName is the name of the Azure Service Bus Topic Subscription */
  subscriptionName?: string;
  /** TLS configuration for the service bus client */
  tls?: TLSConfig;
  /** TopicName is the name of the Azure Service Bus Topic */
  topicName?: string;
}

/** At least one of `queueName`, `topicName` has to be there. */
export interface AzureServiceBusTrigger {
  /** ConnectionString is the connection string for the Azure Service Bus */
  connectionString: SecretKeySelector;
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /** QueueName is the name of the Azure Service Bus Queue */
  queueName?: string;
  /** SubscriptionName is the name of the Azure Service Bus Topic Subscription */
  subscriptionName?: string;
  /** TLS configuration for the service bus client */
  tls?: TLSConfig;
  /** TopicName is the name of the Azure Service Bus Topic */
  topicName?: string;
}

/** Backoff for an operation */
export interface Backoff {
  /** The initial duration in nanoseconds or strings like "1s", "3m" */
  duration?: Int64OrString;
  /** Duration is multiplied by factor each iteration */
  factor?: Amount;
  /** The amount of jitter applied each iteration */
  jitter?: Amount;
  /** Exit with error after this many steps */
  steps?: number;
}

/** BasicAuth contains the reference to K8s secrets that holds the username and password */
export interface BasicAuth {
  /** Password refers to the Kubernetes secret that holds the password required for basic auth. */
  password?: SecretKeySelector;
  /** Username refers to the Kubernetes secret that holds the username required for basic auth. */
  username?: SecretKeySelector;
}

/** BitbucketAuth holds the different auth strategies for connecting to Bitbucket */
export interface BitbucketAuth {
  /** Basic is BasicAuth auth strategy. */
  basic?: BitbucketBasicAuth;
  /** OAuthToken refers to the K8s secret that holds the OAuth Bearer token. */
  oauthToken?: SecretKeySelector;
}

/** BitbucketBasicAuth holds the information required to authenticate user via basic auth mechanism */
export interface BitbucketBasicAuth {
  /** Password refers to the K8s secret that holds the password. */
  password: SecretKeySelector;
  /** Username refers to the K8s secret that holds the username. */
  username: SecretKeySelector;
}

/**
 * BitbucketEventSource describes the event source for Bitbucket
 *
 * At least one of `repositories`, `owner` with `repositorySlug` has to be there.
 */
export interface BitbucketEventSource {
  /** Auth information required to connect to Bitbucket. */
  auth: BitbucketAuth;
  /** DeleteHookOnFinish determines whether to delete the defined Bitbucket hook once the event source is stopped. */
  deleteHookOnFinish?: boolean;
  /** Events this webhook is subscribed to. */
  events: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will be passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * DeprecatedOwner is the owner of the repository.
   *
   * Deprecated: use Repositories instead. Will be unsupported in v1.9
   */
  owner?: string;
  /**
   * DeprecatedProjectKey is the key of the project to which the repository relates
   *
   * Deprecated: use Repositories instead. Will be unsupported in v1.9
   */
  projectKey?: string;
  /** Repositories holds a list of repositories for which integration needs to set up */
  repositories?: BitbucketRepository[];
  /**
   * DeprecatedRepositorySlug is a URL-friendly version of a repository name, automatically generated by Bitbucket for
   * use in the URL
   *
   * Deprecated: use Repositories instead. Will be unsupported in v1.9
   */
  repositorySlug?: string;
  /** Webhook refers to the configuration required to run an http server */
  webhook: WebhookContext;
}

export interface BitbucketRepository {
  /** Owner is the owner of the repository */
  owner: string;
  /**
   * RepositorySlug is a URL-friendly version of a repository name, automatically generated by Bitbucket for use in
   * the URL
   */
  repositorySlug: string;
}

/** BitbucketServerEventSource refers to event-source related to Bitbucket Server events */
export interface BitbucketServerEventSource {
  /** AccessToken is reference to K8s secret which holds the bitbucket api access information. */
  accessToken?: SecretKeySelector;
  /** BitbucketServerBaseURL is the base URL for API requests to a custom endpoint. */
  bitbucketserverBaseURL: string;
  /**
   * CheckInterval is a duration in which to wait before checking that the webhooks exist, e.g. 1s, 30m, 2h...
   * (defaults to 1m)
   */
  checkInterval?: string;
  /**
   * DeleteHookOnFinish determines whether to delete the Bitbucket Server hook for the project once the event source
   * is stopped.
   */
  deleteHookOnFinish?: boolean;
  /**
   * Events are bitbucket event to listen to. Refer
   * https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html
   */
  events?: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * OneEventPerChange controls whether to process each change in a repo:refs_changed webhook event as a separate
   * event. This setting is useful when multiple tags are pushed simultaneously for the same commit, and each tag
   * needs to independently trigger an action, such as a distinct workflow in Argo Workflows. When enabled, the
   * BitbucketServerEventSource publishes an individual BitbucketServerEventData for each change, ensuring independent
   * processing of each tag or reference update in a single webhook event.
   */
  oneEventPerChange?: boolean;
  /**
   * DeprecatedProjectKey is the key of project for which integration needs to set up.
   *
   * Deprecated: use Repositories instead. Will be unsupported in v1.8.
   */
  projectKey?: string;
  /**
   * Projects holds a list of projects for which integration needs to set up, this will add the webhook to all
   * repositories in the project.
   */
  projects?: string[];
  /** Repositories holds a list of repositories for which integration needs to set up. */
  repositories?: BitbucketServerRepository[];
  /**
   * DeprecatedRepositorySlug is the slug of the repository for which integration needs to set up.
   *
   * Deprecated: use Repositories instead. Will be unsupported in v1.8.
   */
  repositorySlug?: string;
  /**
   * SkipBranchRefsChangedOnOpenPR bypasses the event repo:refs_changed for branches whenever there's an associated
   * open pull request. This helps in optimizing the event handling process by avoiding unnecessary triggers for
   * branch reference changes that are already part of a pull request under review.
   */
  skipBranchRefsChangedOnOpenPR?: boolean;
  /** TLS configuration for the bitbucketserver client. */
  tls?: TLSConfig;
  /** Webhook holds configuration to run a http server. */
  webhook: WebhookContext;
  /** WebhookSecret is reference to K8s secret which holds the bitbucket webhook secret (for HMAC validation). */
  webhookSecret?: SecretKeySelector;
}

export interface BitbucketServerRepository {
  /** ProjectKey is the key of project for which integration needs to set up. */
  projectKey: string;
  /** RepositorySlug is the slug of the repository for which integration needs to set up. */
  repositorySlug: string;
}

/** Represents a source location of a volume to mount, managed by an external CSI driver */
export interface CSIVolumeSource {
  /**
   * driver is the name of the CSI driver that handles this volume. Consult with your admin for the correct name as
   * registered in the cluster.
   */
  driver: string;
  /**
   * fsType to mount. Ex. "ext4", "xfs", "ntfs". If not provided, the empty value is passed to the associated CSI
   * driver which will determine the default filesystem to apply.
   */
  fsType?: string;
  /**
   * nodePublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI
   * driver to complete the CSI NodePublishVolume and NodeUnpublishVolume calls. This field is optional, and may be
   * empty if no secret is required. If the secret object contains more than one secret, all secret references are
   * passed.
   */
  nodePublishSecretRef?: LocalObjectReference;
  /** readOnly specifies a read-only configuration for the volume. Defaults to false (read/write). */
  readOnly?: boolean;
  /**
   * volumeAttributes stores driver-specific properties that are passed to the CSI driver. Consult your driver's
   * documentation for supported values.
   */
  volumeAttributes?: { [key: string]: string };
}

/**
 * CalendarEventSource describes a time based dependency. One of the fields (schedule, interval, or recurrence) must
 * be passed. Schedule takes precedence over interval; interval takes precedence over recurrence
 *
 * At least one of `schedule`, `interval` has to be there.
 */
export interface CalendarEventSource {
  /** ExclusionDates defines the list of DATE-TIME exceptions for recurring events. */
  exclusionDates?: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** Interval is a string that describes an interval duration, e.g. 1s, 30m, 2h... */
  interval?: string;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Persistence hold the configuration for event persistence */
  persistence?: EventPersistence;
  /** Schedule is a cron-like expression. For reference, see: https://en.wikipedia.org/wiki/Cron */
  schedule?: string;
  /** Timezone in which to run the schedule */
  timezone?: string;
}

/** Adds and removes POSIX capabilities from running containers. */
export interface Capabilities {
  /** Added capabilities */
  add?: string[];
  /** Removed capabilities */
  drop?: string[];
}

export interface CatchupConfiguration {
  /** Enabled enables to triggered the missed schedule when eventsource restarts */
  enabled?: boolean;
  /** MaxDuration holds max catchup duration */
  maxDuration?: string;
}

/**
 * Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership
 * management or SELinux relabeling.
 */
export interface CephFSVolumeSource {
  /**
   * monitors is Required: Monitors is a collection of Ceph monitors More info:
   * https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  monitors: string[];
  /** path is Optional: Used as the mounted root, rather than the full Ceph tree, default is / */
  path?: string;
  /**
   * readOnly is Optional: Defaults to false (read/write). ReadOnly here will force the ReadOnly setting in
   * VolumeMounts. More info: https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  readOnly?: boolean;
  /**
   * secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret More info:
   * https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  secretFile?: string;
  /**
   * secretRef is Optional: SecretRef is reference to the authentication secret for User, default is empty. More info:
   * https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  secretRef?: LocalObjectReference;
  /**
   * user is optional: User is the rados user name, default is admin More info:
   * https://examples.k8s.io/volumes/cephfs/README.md#how-to-use-it
   */
  user?: string;
}

/**
 * Represents a cinder volume resource in Openstack. A Cinder volume must exist before mounting to a container. The
 * volume must also be in the same region as the kubelet. Cinder volumes support ownership management and SELinux
 * relabeling.
 */
export interface CinderVolumeSource {
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system.
   * Examples: "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified. More info:
   * https://examples.k8s.io/mysql-cinder-pd/README.md
   */
  fsType?: string;
  /**
   * readOnly defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. More
   * info: https://examples.k8s.io/mysql-cinder-pd/README.md
   */
  readOnly?: boolean;
  /** secretRef is optional: points to a secret object containing parameters used to connect to OpenStack. */
  secretRef?: LocalObjectReference;
  /** volumeID used to identify the volume in cinder. More info: https://examples.k8s.io/mysql-cinder-pd/README.md */
  volumeID: string;
}

/**
 * ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their contents
 * into the pod filesystem.
 */
export interface ClusterTrustBundleProjection {
  /**
   * Select all ClusterTrustBundles that match this label selector. Only has effect if signerName is set.
   * Mutually-exclusive with name. If unset, interpreted as "match nothing". If set but empty, interpreted as "match
   * everything".
   */
  labelSelector?: LabelSelector;
  /** Select a single ClusterTrustBundle by object name. Mutually-exclusive with signerName and labelSelector. */
  name?: string;
  /**
   * If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available. If using name, then
   * the named ClusterTrustBundle is allowed not to exist. If using signerName, then the combination of signerName and
   * labelSelector is allowed to match zero ClusterTrustBundles.
   */
  optional?: boolean;
  /** Relative path from the volume root to write the bundle. */
  path: string;
  /**
   * Select all ClusterTrustBundles that match this signer name. Mutually-exclusive with name. The contents of all
   * selected ClusterTrustBundles will be unified and deduplicated.
   */
  signerName?: string;
}

export interface ConditionsResetByTime {
  /** Cron is a cron-like expression. For reference, see: https://en.wikipedia.org/wiki/Cron */
  cron: string;
  timezone?: string;
}

export interface ConditionsResetCriteria {
  /** Schedule is a cron-like expression. For reference, see: https://en.wikipedia.org/wiki/Cron */
  byTime: ConditionsResetByTime;
}

/**
 * ConfigMapEnvSource selects a ConfigMap to populate the environment variables with.
 *
 * The contents of the target ConfigMap's Data field will represent the key-value pairs as environment variables.
 */
export interface ConfigMapEnvSource {
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** Specify whether the ConfigMap must be defined */
  optional?: boolean;
}

/** Selects a key from a ConfigMap. */
export interface ConfigMapKeySelector {
  /** The key to select. */
  key: string;
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** Specify whether the ConfigMap or its key must be defined */
  optional?: boolean;
}

export interface ConfigMapPersistence {
  /** CreateIfNotExist will create configmap if it doesn't exists */
  createIfNotExist?: boolean;
  /** Name of the configmap */
  name: string;
}

/**
 * Adapts a ConfigMap into a projected volume.
 *
 * The contents of the target ConfigMap's Data field will be presented in a projected volume as files using the keys
 * in the Data field as the file names, unless the items element is populated with specific mappings of keys to paths.
 * Note that this is identical to a configmap volume source without the default mode.
 */
export interface ConfigMapProjection {
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into
   * the volume as a file whose name is the key and content is the value. If specified, the listed keys will be
   * projected into the specified paths, and unlisted keys will not be present. If a key is specified which is not
   * present in the ConfigMap, the volume setup will error unless it is marked optional. Paths must be relative and
   * may not contain the '..' path or start with '..'.
   */
  items?: KeyToPath[];
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** optional specify whether the ConfigMap or its keys must be defined */
  optional?: boolean;
}

/**
 * Adapts a ConfigMap into a volume.
 *
 * The contents of the target ConfigMap's Data field will be presented in a volume as files using the keys in the Data
 * field as the file names, unless the items element is populated with specific mappings of keys to paths. ConfigMap
 * volumes support ownership management and SELinux relabeling.
 */
export interface ConfigMapVolumeSource {
  /**
   * defaultMode is optional: mode bits used to set permissions on created files by default. Must be an octal value
   * between 0000 and 0777 or a decimal value between 0 and 511. YAML accepts both octal and decimal values, JSON
   * requires decimal values for mode bits. Defaults to 0644. Directories within the path are not affected by this
   * setting. This might be in conflict with other options that affect the file mode, like fsGroup, and the result can
   * be other mode bits set.
   */
  defaultMode?: number;
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into
   * the volume as a file whose name is the key and content is the value. If specified, the listed keys will be
   * projected into the specified paths, and unlisted keys will not be present. If a key is specified which is not
   * present in the ConfigMap, the volume setup will error unless it is marked optional. Paths must be relative and
   * may not contain the '..' path or start with '..'.
   */
  items?: KeyToPath[];
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** optional specify whether the ConfigMap or its keys must be defined */
  optional?: boolean;
}

/** Container defines customized spec for a container */
export interface Container {
  env?: EnvVar[];
  envFrom?: EnvFromSource[];
  imagePullPolicy?: '' | 'Always' | 'IfNotPresent' | 'Never';
  resources?: ResourceRequirements;
  securityContext?: SecurityContext;
  volumeMounts?: VolumeMount[];
}

/** ContainerTemplate defines customized spec for a container */
export interface ContainerTemplate {
  imagePullPolicy?: '' | 'Always' | 'IfNotPresent' | 'Never';
  resources?: ResourceRequirements;
  securityContext?: SecurityContext;
}

/** CustomTrigger refers to the specification of the custom trigger. */
export interface CustomTrigger {
  /**
   * CertSecret refers to the secret that contains cert for secure connection between sensor and custom trigger gRPC
   * server.
   */
  certSecret?: SecretKeySelector;
  /** Parameters is the list of parameters that is applied to resolved custom trigger trigger object. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload?: TriggerParameter[];
  /** Secure refers to type of the connection between sensor to custom trigger gRPC */
  secure?: boolean;
  /** ServerNameOverride for the secure connection between sensor and custom trigger gRPC server. */
  serverNameOverride?: string;
  /** ServerURL is the url of the gRPC server that executes custom trigger */
  serverURL: string;
  /** Spec is the custom trigger resource specification that custom trigger gRPC server knows how to interpret. */
  spec: { [key: string]: string };
}

/** DataFilter describes constraints and filters for event data. */
export interface DataFilter {
  /**
   * Comparator compares the event data with a user given value. Can be ">=", ">", "=", "!=", "<", or "<=". Is
   * optional, and if left blank treated as equality "=".
   */
  comparator?: '' | '>=' | '>' | '=' | '!=' | '<' | '<=';
  /**
   * Path is the JSONPath of the event's (JSON decoded) data key. Path is a series of keys separated by a dot. A key
   * may contain wildcard characters '*' and '?'. To access an array value use the index as the key. The dot and
   * wildcard characters can be escaped with '\\'. See https://github.com/tidwall/gjson#path-syntax for more
   * information on how to use this.
   */
  path: string;
  /**
   * Template is a go-template for extracting a string from the event's data. A Template is evaluated with provided
   * path, type and value. The templating follows the standard go-template syntax as well as sprig's extra functions.
   * See https://pkg.go.dev/text/template and https://masterminds.github.io/sprig/
   */
  template?: string;
  /** Type contains the JSON type of the data */
  type: 'bool' | 'number' | 'string';
  /**
   * Value is the allowed string values for this key. Booleans are parsed using strconv.ParseBool(), Numbers are
   * parsed as float64 using strconv.ParseFloat(), Strings are treated as regular expressions, Nils value is ignored.
   */
  value: string[];
}

/**
 * Represents downward API info for projecting into a projected volume. Note that this is identical to a downwardAPI
 * volume source without the default mode.
 */
export interface DownwardAPIProjection {
  /** Items is a list of DownwardAPIVolume file */
  items?: DownwardAPIVolumeFile[];
}

/** DownwardAPIVolumeFile represents information to create the file containing the pod field */
export interface DownwardAPIVolumeFile {
  /** Required: Selects a field of the pod: only annotations, labels, name, namespace and uid are supported. */
  fieldRef?: ObjectFieldSelector;
  /**
   * Optional: mode bits used to set permissions on this file, must be an octal value between 0000 and 0777 or a
   * decimal value between 0 and 511. YAML accepts both octal and decimal values, JSON requires decimal values for
   * mode bits. If not specified, the volume defaultMode will be used. This might be in conflict with other options
   * that affect the file mode, like fsGroup, and the result can be other mode bits set.
   */
  mode?: number;
  /**
   * Required: Path is the relative path name of the file to be created. Must not be absolute or contain the '..'
   * path. Must be utf-8 encoded. The first item of the relative path must not start with '..'
   */
  path: string;
  /**
   * Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory, requests.cpu
   * and requests.memory) are currently supported.
   */
  resourceFieldRef?: ResourceFieldSelector;
}

/**
 * DownwardAPIVolumeSource represents a volume containing downward API info. Downward API volumes support ownership
 * management and SELinux relabeling.
 */
export interface DownwardAPIVolumeSource {
  /**
   * Optional: mode bits to use on created files by default. Must be a Optional: mode bits used to set permissions on
   * created files by default. Must be an octal value between 0000 and 0777 or a decimal value between 0 and 511. YAML
   * accepts both octal and decimal values, JSON requires decimal values for mode bits. Defaults to 0644. Directories
   * within the path are not affected by this setting. This might be in conflict with other options that affect the
   * file mode, like fsGroup, and the result can be other mode bits set.
   */
  defaultMode?: number;
  /** Items is a list of downward API volume file */
  items?: DownwardAPIVolumeFile[];
}

/** EmailTrigger refers to the specification of the email notification trigger. */
export interface EmailTrigger {
  /** Body refers to the body/content of the email send. */
  body?: string;
  /** From refers to the address from which the email is send from. */
  from?: string;
  /** Host refers to the smtp host url to which email is send. */
  host: string;
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Port refers to the smtp server port to which email is send. Defaults to 0. */
  port?: number;
  /** SMTPPassword refers to the Kubernetes secret that holds the smtp password used to connect to smtp server. */
  smtpPassword?: SecretKeySelector;
  /** Subject refers to the subject line for the email send. */
  subject?: string;
  /** To refers to the email addresses to which the emails are send. */
  to?: string[];
  /** Username refers to the username used to connect to the smtp server. */
  username?: string;
}

/**
 * EmitterEventSource describes the event source for emitter More info at https://emitter.io/develop/getting-started/
 */
export interface EmitterEventSource {
  /** Broker URI to connect to. */
  broker: string;
  /** ChannelKey refers to the channel key */
  channelKey: string;
  /** ChannelName refers to the channel name */
  channelName: string;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Password to use to connect to broker */
  password?: SecretKeySelector;
  /** TLS configuration for the emitter client. */
  tls?: TLSConfig;
  /** Username to use to connect to broker */
  username?: SecretKeySelector;
}

/**
 * Represents an empty directory for a pod. Empty directory volumes support ownership management and SELinux
 * relabeling.
 */
export interface EmptyDirVolumeSource {
  /**
   * medium represents what type of storage medium should back this directory. The default is "" which means to use
   * the node's default medium. Must be an empty string (default) or Memory. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#emptydir
   */
  medium?: string;
  /**
   * sizeLimit is the total amount of local storage required for this EmptyDir volume. The size limit is also
   * applicable for memory medium. The maximum usage on memory medium EmptyDir would be the minimum value between the
   * SizeLimit specified here and the sum of memory limits of all containers in a pod. The default is nil which means
   * that the limit is undefined. More info: https://kubernetes.io/docs/concepts/storage/volumes#emptydir
   */
  sizeLimit?: Quantity;
}

/** EnvFromSource represents the source of a set of ConfigMaps */
export interface EnvFromSource {
  /** The ConfigMap to select from */
  configMapRef?: ConfigMapEnvSource;
  /** An optional identifier to prepend to each key in the ConfigMap. Must be a C_IDENTIFIER. */
  prefix?: string;
  /** The Secret to select from */
  secretRef?: SecretEnvSource;
}

/** EnvVar represents an environment variable present in a Container. */
export interface EnvVar {
  /** Name of the environment variable. Must be a C_IDENTIFIER. */
  name: string;
  /**
   * Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the container
   * and any service environment variables. If a variable cannot be resolved, the reference in the input string will
   * be unchanged. Double $$ are reduced to a single $, which allows for escaping the $(VAR_NAME) syntax: i.e.
   * "$$(VAR_NAME)" will produce the string literal "$(VAR_NAME)". Escaped references will never be expanded,
   * regardless of whether the variable exists or not. Defaults to "".
   */
  value?: string;
  /** Source for the environment variable's value. Cannot be used if value is not empty. */
  valueFrom?: EnvVarSource;
}

/** EnvVarSource represents a source for the value of an EnvVar. */
export interface EnvVarSource {
  /** Selects a key of a ConfigMap. */
  configMapKeyRef?: ConfigMapKeySelector;
  /**
   * Selects a field of the pod: supports metadata.name, metadata.namespace, `metadata.labels['<KEY>']`,
   * `metadata.annotations['<KEY>']`, spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP,
   * status.podIPs.
   */
  fieldRef?: ObjectFieldSelector;
  /**
   * Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory,
   * limits.ephemeral-storage, requests.cpu, requests.memory and requests.ephemeral-storage) are currently supported.
   */
  resourceFieldRef?: ResourceFieldSelector;
  /** Selects a key of a secret in the pod's namespace */
  secretKeyRef?: SecretKeySelector;
}

/** Represents an ephemeral volume that is handled by a normal storage driver. */
export interface EphemeralVolumeSource {
  /**
   * Will be used to create a stand-alone PVC to provision the volume. The pod in which this EphemeralVolumeSource is
   * embedded will be the owner of the PVC, i.e. the PVC will be deleted together with the pod. The name of the PVC
   * will be `<pod name>-<volume name>` where `<volume name>` is the name from the `PodSpec.Volumes` array entry. Pod
   * validation will reject the pod if the concatenated name is not valid for a PVC (for example, too long).
   *
   * An existing PVC with that name that is not owned by the pod will *not* be used for the pod to avoid using an
   * unrelated volume by mistake. Starting the pod is then blocked until the unrelated PVC is removed. If such a
   * pre-created PVC is meant to be used by the pod, the PVC has to updated with an owner reference to the pod once
   * the pod exists. Normally this should not be necessary, but it may be useful when manually reconstructing a broken
   * cluster.
   *
   * This field is read-only and no changes will be made by Kubernetes to the PVC after it has been created.
   *
   * Required, must not be nil.
   */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

/** EventBus is the definition of a eventbus resource */
export interface EventBus {
  /**
   * APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized
   * schemas to the latest internal value, and may reject unrecognized values. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources
   */
  apiVersion: 'argoproj.io/v1alpha1';
  /**
   * Kind is a string value representing the REST resource this object represents. Servers may infer this from the
   * endpoint the client submits requests to. Cannot be updated. In CamelCase. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds
   */
  kind: 'EventBus';
  metadata: ObjectMeta;
  spec: EventBusSpec;
}

/**
 * EventBusSpec refers to specification of eventbus resource
 *
 * Exactly one of `jetstream`, `jetstreamExotic`, `kafka`, `nats` has to be there.
 */
export interface EventBusSpec {
  jetstream?: JetStreamBus;
  /** Exotic JetStream */
  jetstreamExotic?: JetStreamConfig;
  /** Kafka eventbus */
  kafka?: KafkaBus;
  /** NATS eventbus */
  nats?: NATSBus;
}

/** EventContext holds the context of the cloudevent received from an event source. */
export interface EventContext {
  /** DataContentType - A MIME (RFC2046) string describing the media type of `data`. */
  datacontenttype: string;
  /** ID of the event; must be non-empty and unique within the scope of the producer. */
  id: string;
  /** Source - A URI describing the event producer. */
  source: string;
  /** SpecVersion - The version of the CloudEvents specification used by the event. */
  specversion: string;
  /** Subject - The subject of the event in the context of the event producer */
  subject: string;
  /** Time - A Timestamp when the event happened. */
  time: Time;
  /** Type - The type of the occurrence which has happened. */
  type: string;
}

/**
 * EventContextFilter holds what the context of an event has to be equal to.
 *
 * At least one of `type`, `subject`, `source`, `datacontenttype` has to be there.
 */
export interface EventContextFilter {
  /** DataContentType - A MIME (RFC2046) string describing the media type of `data`. */
  datacontenttype?: string;
  /** Source - A URI describing the event producer. */
  source?: string;
  /** Subject - The subject of the event in the context of the event producer */
  subject?: string;
  /** Type - The type of the occurrence which has happened. */
  type?: string;
}

/** EventDependency describes a dependency */
export interface EventDependency {
  /** EventName is the name of the event */
  eventName: string;
  /** EventSourceName is the name of EventSource that Sensor depends on */
  eventSourceName: string;
  /** Filters and rules governing toleration of success and constraints on the context and data of an event */
  filters?: EventDependencyFilter;
  /**
   * FiltersLogicalOperator defines how different filters are evaluated together. Available values: and (&&), or (||)
   * Is optional and if left blank treated as and (&&).
   */
  filtersLogicalOperator?: '' | 'and' | 'or';
  /** Name is a unique name of this dependency */
  name: string;
  /** Transform transforms the event data */
  transform?: EventDependencyTransformer;
}

/** EventDependencyFilter defines filters and constraints for a event. */
export interface EventDependencyFilter {
  /** Context filter constraints */
  context?: EventContextFilter;
  /** Data filter constraints with escalation */
  data?: DataFilter[];
  /**
   * DataLogicalOperator defines how multiple Data filters (if defined) are evaluated together. Available values: and
   * (&&), or (||) Is optional and if left blank treated as and (&&).
   */
  dataLogicalOperator?: '' | 'and' | 'or';
  /**
   * ExprLogicalOperator defines how multiple Exprs filters (if defined) are evaluated together. Available values: and
   * (&&), or (||) Is optional and if left blank treated as and (&&).
   */
  exprLogicalOperator?: '' | 'and' | 'or';
  /** Exprs contains the list of expressions evaluated against the event payload. */
  exprs?: ExprFilter[];
  /** Script refers to a Lua script evaluated to determine the validity of an event. */
  script?: string;
  /** Time filter on the event with escalation */
  time?: TimeFilter;
}

/**
 * EventDependencyTransformer transforms the event
 *
 * Exactly one of `jq`, `script` has to be there.
 */
export interface EventDependencyTransformer {
  /** JQ holds the jq command applied for transformation */
  jq?: string;
  /** Script refers to a Lua script used to transform the event */
  script?: string;
}

export interface EventPersistence {
  /** Catchup enables to triggered the missed schedule when eventsource restarts */
  catchup?: CatchupConfiguration;
  /** ConfigMap holds configmap details for persistence */
  configMap?: ConfigMapPersistence;
}

/** EventSource is the definition of a eventsource resource */
export interface EventSource {
  /**
   * APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized
   * schemas to the latest internal value, and may reject unrecognized values. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources
   */
  apiVersion: 'argoproj.io/v1alpha1';
  /**
   * Kind is a string value representing the REST resource this object represents. Servers may infer this from the
   * endpoint the client submits requests to. Cannot be updated. In CamelCase. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds
   */
  kind: 'EventSource';
  metadata: ObjectMeta;
  spec: EventSourceSpec;
}

export interface EventSourceFilter {
  expression?: string;
}

/** EventSourceSpec refers to specification of event-source resource */
export interface EventSourceSpec {
  /** AMQP event sources */
  amqp?: { [key: string]: AMQPEventSource };
  /** AzureEventsHub event sources */
  azureEventsHub?: { [key: string]: AzureEventsHubEventSource };
  /** AzureQueueStorage event source */
  azureQueueStorage?: { [key: string]: AzureQueueStorageEventSource };
  /** Azure Service Bus event source */
  azureServiceBus?: { [key: string]: AzureServiceBusEventSource };
  /** Bitbucket event sources */
  bitbucket?: { [key: string]: BitbucketEventSource };
  /** Bitbucket Server event sources */
  bitbucketserver?: { [key: string]: BitbucketServerEventSource };
  /** Calendar event sources */
  calendar?: { [key: string]: CalendarEventSource };
  /** Emitter event source */
  emitter?: { [key: string]: EmitterEventSource };
  /** EventBusName references to a EventBus name. By default the value is "default" */
  eventBusName?: string;
  /** File event sources */
  file?: { [key: string]: FileEventSource };
  /** Generic event source */
  generic?: { [key: string]: GenericEventSource };
  /** Gerrit event source */
  gerrit?: { [key: string]: GerritEventSource };
  /** Github event sources */
  github?: { [key: string]: GithubEventSource };
  /** Gitlab event sources */
  gitlab?: { [key: string]: GitlabEventSource };
  /** HDFS event sources */
  hdfs?: { [key: string]: HDFSEventSource };
  /** Kafka event sources */
  kafka?: { [key: string]: KafkaEventSource };
  /** Minio event sources */
  minio?: { [key: string]: S3Artifact };
  /** MNS event sources */
  mns?: { [key: string]: MNSEventSource };
  /** MQTT event sources */
  mqtt?: { [key: string]: MQTTEventSource };
  /** NATS event sources */
  nats?: { [key: string]: NATSEventsSource };
  /** NSQ event source */
  nsq?: { [key: string]: NSQEventSource };
  /** PubSub event sources */
  pubSub?: { [key: string]: PubSubEventSource };
  /** Pulsar event source */
  pulsar?: { [key: string]: PulsarEventSource };
  /** Redis event source */
  redis?: { [key: string]: RedisEventSource };
  /** Redis stream source */
  redisStream?: { [key: string]: RedisStreamEventSource };
  /** Replicas is the event source deployment replicas */
  replicas?: number;
  /** Resource event sources */
  resource?: { [key: string]: ResourceEventSource };
  /** Service is the specifications of the service to expose the event source */
  service?: Service;
  /** SFTP event sources */
  sftp?: { [key: string]: SFTPEventSource };
  /** Slack event sources */
  slack?: { [key: string]: SlackEventSource };
  /** SNS event sources */
  sns?: { [key: string]: SNSEventSource };
  /** SQS event sources */
  sqs?: { [key: string]: SQSEventSource };
  /** StorageGrid event sources */
  storageGrid?: { [key: string]: StorageGridEventSource };
  /** Stripe event sources */
  stripe?: { [key: string]: StripeEventSource };
  /** Template is the pod specification for the event source */
  template?: Template;
  /** Webhook event sources */
  webhook?: { [key: string]: WebhookEventSource };
}

export interface ExprFilter {
  /** Expr refers to the expression that determines the outcome of the filter. */
  expr: string;
  /** Fields refers to set of keys that refer to the paths within event payload. */
  fields: PayloadField[];
}

/**
 * Represents a Fibre Channel volume. Fibre Channel volumes can only be mounted as read/write once. Fibre Channel
 * volumes support ownership management and SELinux relabeling.
 */
export interface FCVolumeSource {
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex.
   * "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /** lun is Optional: FC target lun number */
  lun?: number;
  /**
   * readOnly is Optional: Defaults to false (read/write). ReadOnly here will force the ReadOnly setting in
   * VolumeMounts.
   */
  readOnly?: boolean;
  /** targetWWNs is Optional: FC target worldwide names (WWNs) */
  targetWWNs?: string[];
  /**
   * wwids Optional: FC volume world wide identifiers (wwids) Either wwids or combination of targetWWNs and lun must
   * be set, but not both simultaneously.
   */
  wwids?: string[];
}

/** FieldSelector compares any field of an object with a regular expression. */
export interface FieldSelector {
  /** Key name */
  key: string;
  /**
   * Supported operations like ==, != etc. Defaults to ==. Refer
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors for more info.
   */
  operation: '=' | '==' | '!=';
  /** Value */
  value: string;
}

/**
 * FieldsV1 stores a set of fields in a data structure like a Trie, in JSON format.
 *
 * Each key is either a '.' representing the field itself, and will always map to an empty set, or a string
 * representing a sub-field or item. The string will follow one of these four formats: 'f:<name>', where <name> is the
 * name of a field in a struct, or key in a map 'v:<value>', where <value> is the exact json formatted value of a list
 * item 'i:<index>', where <index> is position of a item in a list 'k:<keys>', where <keys> is a map of a list item's
 * key fields to their unique values If a key maps to an empty Fields value, the field that key represents is part of
 * the set.
 *
 * The exact format is defined in sigs.k8s.io/structured-merge-diff
 */
export type FieldsV1 = { [key: string]: unknown };

/** FileArtifact contains information about an artifact in a filesystem */
export interface FileArtifact {
  path?: string;
}

/** FileEventSource describes an event-source for file related events. */
export interface FileEventSource {
  /**
   * Type of file operations to watch Refer https://github.com/fsnotify/fsnotify/blob/master/fsnotify.go for more
   * information
   */
  eventType: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Use polling instead of inotify */
  polling?: boolean;
  /** WatchPathConfig contains configuration about the file path to watch */
  watchPathConfig: WatchPathConfig;
}

/** FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin. */
export interface FlexVolumeSource {
  /** driver is the name of the driver to use for this volume. */
  driver: string;
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex.
   * "ext4", "xfs", "ntfs". The default filesystem depends on FlexVolume script.
   */
  fsType?: string;
  /** options is Optional: this field holds extra command options if any. */
  options?: { [key: string]: string };
  /**
   * readOnly is Optional: defaults to false (read/write). ReadOnly here will force the ReadOnly setting in
   * VolumeMounts.
   */
  readOnly?: boolean;
  /**
   * secretRef is Optional: secretRef is reference to the secret object containing sensitive information to pass to
   * the plugin scripts. This may be empty if no secret object is specified. If the secret object contains more than
   * one secret, all secrets are passed to the plugin scripts.
   */
  secretRef?: LocalObjectReference;
}

/**
 * Represents a Flocker volume mounted by the Flocker agent. One and only one of datasetName and datasetUUID should be
 * set. Flocker volumes do not support ownership management or SELinux relabeling.
 */
export interface FlockerVolumeSource {
  /**
   * datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered as
   * deprecated
   */
  datasetName?: string;
  /** datasetUUID is the UUID of the dataset. This is unique identifier of a Flocker dataset */
  datasetUUID?: string;
}

/**
 * Represents a Persistent Disk resource in Google Compute Engine.
 *
 * A GCE PD must exist before mounting to a container. The disk must also be in the same GCE project and zone as the
 * kubelet. A GCE PD can only be mounted as read/write once or read-only many times. GCE PDs support ownership
 * management and SELinux relabeling.
 */
export interface GCEPersistentDiskVolumeSource {
  /**
   * fsType is filesystem type of the volume that you want to mount. Tip: Ensure that the filesystem type is supported
   * by the host operating system. Examples: "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   * More info: https://kubernetes.io/docs/concepts/storage/volumes#gcepersistentdisk
   */
  fsType?: string;
  /**
   * partition is the partition in the volume that you want to mount. If omitted, the default is to mount by volume
   * name. Examples: For volume /dev/sda1, you specify the partition as "1". Similarly, the volume partition for
   * /dev/sda is "0" (or you can leave the property empty). More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#gcepersistentdisk
   */
  partition?: number;
  /**
   * pdName is unique name of the PD resource in GCE. Used to identify the disk in GCE. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#gcepersistentdisk
   */
  pdName: string;
  /**
   * readOnly here will force the ReadOnly setting in VolumeMounts. Defaults to false. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#gcepersistentdisk
   */
  readOnly?: boolean;
}

/** GenericEventSource refers to a generic event source. It can be used to implement a custom event source. */
export interface GenericEventSource {
  /** AuthSecret holds a secret selector that contains a bearer token for authentication */
  authSecret?: SecretKeySelector;
  /** Config is the event source configuration */
  config: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** Insecure determines the type of connection. */
  insecure?: boolean;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** URL of the gRPC server that implements the event source. */
  url: string;
}

/** GerritEventSource refers to event-source related to gerrit events */
export interface GerritEventSource {
  /** Auth hosts secret selectors for username and password */
  auth: BasicAuth;
  /**
   * DeleteHookOnFinish determines whether to delete the Gerrit hook for the project once the event source is stopped.
   */
  deleteHookOnFinish?: boolean;
  /**
   * Events are gerrit event to listen to. Refer
   * https://gerrit-review.googlesource.com/Documentation/cmd-stream-events.html#events
   */
  events: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** GerritBaseURL is the base URL for API requests to a custom endpoint */
  gerritBaseURL: string;
  /** HookName is the name of the webhook */
  hookName: string;
  /** MaxTries is number of attempts when posting an event to the target url */
  maxTries?: number;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** List of project namespace paths like "whynowy/test". */
  projects: string[];
  /** SslVerify to enable ssl verification */
  sslVerify?: boolean;
  /** Webhook holds configuration to run a http server */
  webhook: WebhookContext;
}

/** GitArtifact contains information about an artifact stored in git */
export interface GitArtifact {
  /** Branch to use to pull trigger resource */
  branch?: string;
  /**
   * Directory to clone the repository. We clone complete directory because GitArtifact is not limited to any specific
   * Git service providers. Hence we don't use any specific git provider client.
   */
  cloneDirectory: string;
  /** Creds contain reference to git username and password */
  creds?: GitCreds;
  /** Path to file that contains trigger resource definition */
  filePath: string;
  /** GithubApp holds the GitHub App credentials for authentication */
  githubApp?: GithubAppCreds;
  /** Whether to ignore host key */
  insecureIgnoreHostKey?: boolean;
  /** Ref to use to pull trigger resource. Will result in a shallow clone and fetch. */
  ref?: string;
  /** Remote to manage set of tracked repositories. Defaults to "origin". Refer https://git-scm.com/docs/git-remote */
  remote?: GitRemoteConfig;
  /** SSHKeySecret refers to the secret that contains SSH key */
  sshKeySecret?: SecretKeySelector;
  /** Tag to use to pull trigger resource */
  tag?: string;
  /** Git URL */
  url: string;
}

/** GitCreds contain reference to git username and password */
export interface GitCreds {
  password?: SecretKeySelector;
  username?: SecretKeySelector;
}

/** GitRemoteConfig contains the configuration of a Git remote */
export interface GitRemoteConfig {
  /** Name of the remote to fetch from. */
  name: string;
  /**
   * URLs the URLs of a remote repository. It must be non-empty. Fetch will always use the first URL, while push will
   * use all of them.
   */
  urls: string[];
}

/**
 * Represents a volume that is populated with the contents of a git repository. Git repo volumes do not support
 * ownership management. Git repo volumes support SELinux relabeling.
 *
 * DEPRECATED: GitRepo is deprecated. To provision a container with a git repo, mount an EmptyDir into an
 * InitContainer that clones the repo using git, then mount the EmptyDir into the Pod's container.
 */
export interface GitRepoVolumeSource {
  /**
   * directory is the target directory name. Must not contain or start with '..'. If '.' is supplied, the volume
   * directory will be the git repository. Otherwise, if specified, the volume will contain the git repository in the
   * subdirectory with the given name.
   */
  directory?: string;
  /** repository is the URL */
  repository: string;
  /** revision is the commit hash for the specified revision. */
  revision?: string;
}

export interface GithubAppCreds {
  /** AppID refers to the GitHub App ID for the application you created */
  appID: number;
  /** InstallationID refers to the Installation ID of the GitHub app you created and installed */
  installationID: number;
  /** PrivateKey refers to a K8s secret containing the GitHub app private key */
  privateKey: SecretKeySelector;
}

/**
 * GithubEventSource refers to event-source for github related events
 *
 * Exactly one of `repositories`, `owner` with `repository`, `organizations` has to be there.
 */
export interface GithubEventSource {
  /**
   * Active refers to status of the webhook for event deliveries.
   * https://developer.github.com/webhooks/creating/#active
   */
  active?: boolean;
  /** APIToken refers to a K8s secret containing github api token */
  apiToken?: SecretKeySelector;
  /** ContentType of the event delivery */
  contentType?: '' | 'json' | 'form';
  /**
   * DeleteHookOnFinish determines whether to delete the GitHub hook for the repository once the event source is
   * stopped.
   */
  deleteHookOnFinish?: boolean;
  /** Events refer to Github events to which the event source will subscribe */
  events?: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** GitHubApp holds the GitHub app credentials */
  githubApp?: GithubAppCreds;
  /** GitHub base URL (for GitHub Enterprise) */
  githubBaseURL?: string;
  /** GitHub upload URL (for GitHub Enterprise) */
  githubUploadURL?: string;
  /**
   * Id is the webhook's id
   *
   * Deprecated: This is not used at all, will be removed in v1.6
   */
  id?: number;
  /** Insecure tls verification */
  insecure?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * Organizations holds the names of organizations (used for organization level webhooks). Not required if
   * Repositories is set.
   */
  organizations?: string[];
  /**
   * DeprecatedOwner refers to GitHub owner name i.e. argoproj
   *
   * Deprecated: use Repositories instead. Will be unsupported in v 1.6
   */
  owner?: string;
  /**
   * Repositories holds the information of repositories, which uses repo owner as the key, and list of repo names as
   * the value. Not required if Organizations is set.
   */
  repositories?: OwnedRepositories[];
  /**
   * DeprecatedRepository refers to GitHub repo name i.e. argo-events
   *
   * Deprecated: use Repositories instead. Will be unsupported in v 1.6
   */
  repository?: string;
  /** Webhook refers to the configuration required to run a http server */
  webhook: WebhookContext;
  /**
   * WebhookSecret refers to K8s secret containing GitHub webhook secret
   * https://developer.github.com/webhooks/securing/
   */
  webhookSecret?: SecretKeySelector;
}

/** GitlabEventSource refers to event-source related to Gitlab events */
export interface GitlabEventSource {
  /** AccessToken references to k8 secret which holds the gitlab api access information */
  accessToken: SecretKeySelector;
  /**
   * DeleteHookOnFinish determines whether to delete the GitLab hook for the project once the event source is stopped.
   */
  deleteHookOnFinish?: boolean;
  /** EnableSSLVerification to enable ssl verification */
  enableSSLVerification?: boolean;
  /**
   * Events are gitlab event to listen to. Refer
   * https://github.com/xanzy/go-gitlab/blob/bf34eca5d13a9f4c3f501d8a97b8ac226d55e4d9/projects.go#L794.
   */
  events: string[];
  /** Filter */
  filter?: EventSourceFilter;
  /** GitlabBaseURL is the base URL for API requests to a custom endpoint */
  gitlabBaseURL: string;
  /** List of group IDs or group name like "test". Group level hook available in Premium and Ultimate Gitlab. */
  groups?: string[];
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * DeprecatedProjectID is the id of project for which integration needs to setup
   *
   * Deprecated: use Projects instead. Will be unsupported in v 1.7
   */
  projectID?: string;
  /**
   * List of project IDs or project namespace paths like "whynowy/test". If neither a project nor a group is defined,
   * the EventSource will not manage webhooks.
   */
  projects?: string[];
  /** SecretToken references to k8 secret which holds the Secret Token used by webhook config */
  secretToken?: SecretKeySelector;
  /** Webhook holds configuration to run a http server */
  webhook: WebhookContext;
}

/**
 * Represents a Glusterfs mount that lasts the lifetime of a pod. Glusterfs volumes do not support ownership
 * management or SELinux relabeling.
 */
export interface GlusterfsVolumeSource {
  /**
   * endpoints is the endpoint name that details Glusterfs topology. More info:
   * https://examples.k8s.io/volumes/glusterfs/README.md#create-a-pod
   */
  endpoints: string;
  /**
   * path is the Glusterfs volume path. More info: https://examples.k8s.io/volumes/glusterfs/README.md#create-a-pod
   */
  path: string;
  /**
   * readOnly here will force the Glusterfs volume to be mounted with read-only permissions. Defaults to false. More
   * info: https://examples.k8s.io/volumes/glusterfs/README.md#create-a-pod
   */
  readOnly?: boolean;
}

/**
 * HDFSEventSource refers to event-source for HDFS related events
 *
 * Exactly one of `path`, `pathRegexp` has to be there.
 * At least one of `hdfsUser`, `krbCCacheSecret`, `krbKeytabSecret` has to be there.
 */
export interface HDFSEventSource {
  addresses: string[];
  /**
   * CheckInterval is a string that describes an interval duration to check the directory state, e.g. 1s, 30m, 2h...
   * (defaults to 1m)
   */
  checkInterval?: string;
  /** Directory to watch for events */
  directory: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** HDFSUser is the user to access HDFS file system. It is ignored if either ccache or keytab is used. */
  hdfsUser?: string;
  /**
   * KrbCCacheSecret is the secret selector for Kerberos ccache Either ccache or keytab can be set to use Kerberos.
   */
  krbCCacheSecret?: SecretKeySelector;
  /**
   * KrbConfig is the configmap selector for Kerberos config as string It must be set if either ccache or keytab is
   * used.
   */
  krbConfigConfigMap?: ConfigMapKeySelector;
  /**
   * KrbKeytabSecret is the secret selector for Kerberos keytab Either ccache or keytab can be set to use Kerberos.
   */
  krbKeytabSecret?: SecretKeySelector;
  /** KrbRealm is the Kerberos realm used with Kerberos keytab It must be set if keytab is used. */
  krbRealm?: string;
  /**
   * KrbServicePrincipalName is the principal name of Kerberos service It must be set if either ccache or keytab is
   * used.
   */
  krbServicePrincipalName?: string;
  /** KrbUsername is the Kerberos username used with Kerberos keytab It must be set if keytab is used. */
  krbUsername?: string;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Path is relative path of object to watch with respect to the directory */
  path?: string;
  /** PathRegexp is regexp of relative path of object to watch with respect to the directory */
  pathRegexp?: string;
  /** Type of file operations to watch */
  type: string;
}

/** HTTPPayloadParameter is a part of the payload, or without `dest` the whole of it. */
export interface HTTPPayloadParameter {
  /**
   * Dest is the JSONPath of a resource key. A path is a series of keys separated by a dot. The colon character can be
   * escaped with '.' The -1 key can be used to append a value to an existing array. See
   * https://github.com/tidwall/sjson#path-syntax for more information about how this is used.
   */
  dest?: string;
  /** Operation is what to do with the existing value at Dest, whether to 'prepend', 'overwrite', or 'append' it. */
  operation?: '' | 'append' | 'overwrite' | 'prepend';
  /** Src contains a source reference to the value of the parameter from a dependency */
  src: TriggerParameterSource;
}

/** HTTPTrigger is the trigger for the HTTP request */
export interface HTTPTrigger {
  /** BasicAuth configuration for the http request. */
  basicAuth?: BasicAuth;
  /** Dynamic Headers for the request, sourced from the event. Same spec as Parameters. */
  dynamicHeaders?: TriggerParameter[];
  /** Headers for the HTTP request. */
  headers?: { [key: string]: string };
  /** Host refers to the domain name of the server (for virtual hosting). */
  host?: string;
  /**
   * Method refers to the type of the HTTP request. Refer https://golang.org/src/net/http/method.go for more info.
   * Default value is POST.
   */
  method?: '' | 'GET' | 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  /**
   * Parameters is the list of key-value extracted from event's payload that are applied to the HTTP trigger resource.
   */
  parameters?: TriggerParameter[];
  payload?: HTTPPayloadParameter[];
  /** Secure Headers stored in Kubernetes Secrets for the HTTP requests. */
  secureHeaders?: SecureHeader[];
  /** Timeout refers to the HTTP request timeout in seconds. Default value is 60 seconds. */
  timeout?: number;
  /** TLS configuration for the HTTP client. */
  tls?: TLSConfig;
  /** URL refers to the URL to send HTTP request to. */
  url: string;
}

/**
 * Represents a host path mapped into a pod. Host path volumes do not support ownership management or SELinux
 * relabeling.
 */
export interface HostPathVolumeSource {
  /**
   * path of the directory on the host. If the path is a symlink, it will follow the link to the real path. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#hostpath
   */
  path: string;
  /**
   * type for HostPath Volume Defaults to "" More info: https://kubernetes.io/docs/concepts/storage/volumes#hostpath
   */
  type?: string;
}

/**
 * Represents an ISCSI disk. ISCSI volumes can only be mounted as read/write once. ISCSI volumes support ownership
 * management and SELinux relabeling.
 */
export interface ISCSIVolumeSource {
  /** chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication */
  chapAuthDiscovery?: boolean;
  /** chapAuthSession defines whether support iSCSI Session CHAP authentication */
  chapAuthSession?: boolean;
  /**
   * fsType is the filesystem type of the volume that you want to mount. Tip: Ensure that the filesystem type is
   * supported by the host operating system. Examples: "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if
   * unspecified. More info: https://kubernetes.io/docs/concepts/storage/volumes#iscsi
   */
  fsType?: string;
  /**
   * initiatorName is the custom iSCSI Initiator Name. If initiatorName is specified with iscsiInterface
   * simultaneously, new iSCSI interface <target portal>:<volume name> will be created for the connection.
   */
  initiatorName?: string;
  /** iqn is the target iSCSI Qualified Name. */
  iqn: string;
  /** iscsiInterface is the interface Name that uses an iSCSI transport. Defaults to 'default' (tcp). */
  iscsiInterface?: string;
  /** lun represents iSCSI Target Lun number. */
  lun: number;
  /**
   * portals is the iSCSI Target Portal List. The portal is either an IP or ip_addr:port if the port is other than
   * default (typically TCP ports 860 and 3260).
   */
  portals?: string[];
  /** readOnly here will force the ReadOnly setting in VolumeMounts. Defaults to false. */
  readOnly?: boolean;
  /** secretRef is the CHAP Secret for iSCSI target and initiator authentication */
  secretRef?: LocalObjectReference;
  /**
   * targetPortal is iSCSI Target Portal. The Portal is either an IP or ip_addr:port if the port is other than default
   * (typically TCP ports 860 and 3260).
   */
  targetPortal: string;
}

/** ImageVolumeSource represents a image volume resource. */
export interface ImageVolumeSource {
  /**
   * Policy for pulling OCI objects. Possible values are: Always: the kubelet always attempts to pull the reference.
   * Container creation will fail If the pull fails. Never: the kubelet never pulls the reference and only uses a
   * local image or artifact. Container creation will fail if the reference isn't present. IfNotPresent: the kubelet
   * pulls if the reference isn't already present on disk. Container creation will fail if the reference isn't present
   * and the pull fails. Defaults to Always if :latest tag is specified, or IfNotPresent otherwise.
   */
  pullPolicy?: string;
  /**
   * Required: Image or artifact reference to be used. Behaves in the same way as pod.spec.containers[*].image. Pull
   * secrets will be assembled in the same way as for the container image by looking up node credentials, SA image
   * pull secrets, and pod spec image pull secrets. More info: https://kubernetes.io/docs/concepts/containers/images
   * This field is optional to allow higher level config management to default or override container images in
   * workload controllers like Deployments and StatefulSets.
   */
  reference?: string;
}

/**
 * Int64OrString is a duration with units, such as "10s". The engine also takes plain numbers, as nanoseconds: nobody
 * means those, so they are left out here.
 */
export type Int64OrString = string;

/**
 * IntOrString is a type that can hold an int32 or a string. When used in JSON or YAML marshalling and unmarshalling,
 * it produces or consumes the inner type. This allows you to have, for example, a JSON field that can accept a name
 * or number.
 */
export type IntOrString = number | string;

/** JetStreamBus holds the JetStream EventBus information */
export interface JetStreamBus {
  /**
   * The pod's scheduling constraints More info:
   * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
   */
  affinity?: Affinity;
  /** ContainerTemplate contains customized spec for Nats JetStream container */
  containerTemplate?: ContainerTemplate;
  /**
   * ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the
   * images used by this PodSpec. If specified, these secrets will be passed to individual puller implementations for
   * them to use. For example, in the case of docker, only DockerConfig type secrets are honored. More info:
   * https://kubernetes.io/docs/concepts/containers/images#specifying-imagepullsecrets-on-a-pod
   */
  imagePullSecrets?: LocalObjectReference[];
  /** Maximum number of bytes in a message payload, 0 means unlimited. Defaults to 1MB */
  maxPayload?: string;
  /** Metadata sets the pods's metadata, i.e. annotations and labels */
  metadata?: Metadata;
  /** MetricsContainerTemplate contains customized spec for metrics container */
  metricsContainerTemplate?: ContainerTemplate;
  /**
   * NodeSelector is a selector which must be true for the pod to fit on a node. Selector which must match a node's
   * labels for the pod to be scheduled on that node. More info:
   * https://kubernetes.io/docs/concepts/configuration/assign-pod-node/
   */
  nodeSelector?: { [key: string]: string };
  persistence?: PersistenceStrategy;
  /**
   * The priority value. Various system components use this field to find the priority of the Redis pod. When Priority
   * Admission Controller is enabled, it prevents users from setting this field. The admission controller populates
   * this field from PriorityClassName. The higher the value, the higher the priority. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priority?: number;
  /**
   * If specified, indicates the Redis pod's priority. "system-node-critical" and "system-cluster-critical" are two
   * special keywords which indicate the highest priorities with the former being the highest priority. Any other name
   * must be defined by creating a PriorityClass object with that name. If not specified, the pod priority will be
   * default or zero if there is no default. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priorityClassName?: string;
  /** ReloaderContainerTemplate contains customized spec for config reloader container */
  reloaderContainerTemplate?: ContainerTemplate;
  /** JetStream StatefulSet size */
  replicas?: number;
  /**
   * SecurityContext holds pod-level security attributes and common container settings. Optional: Defaults to empty.
   * See type description for default values of each field.
   */
  securityContext?: PodSecurityContext;
  /** ServiceAccountName to apply to the StatefulSet */
  serviceAccountName?: string;
  /**
   * JetStream configuration, if not specified, global settings in controller-config will be used. See
   * https://docs.nats.io/running-a-nats-service/configuration#jetstream. Only configure "max_memory_store" or
   * "max_file_store", do not set "store_dir" as it has been hardcoded.
   */
  settings?: string;
  /**
   * Optional arguments to start nats-server. For example, "-D" to enable debugging output, "-DV" to enable debugging
   * and tracing. Check https://docs.nats.io/ for all the available arguments.
   */
  startArgs?: string[];
  /**
   * Optional configuration for the streams to be created in this JetStream service, if specified, it will be merged
   * with the default configuration in controller-config. It accepts a YAML format configuration, available fields
   * include, "maxBytes", "maxMsgs", "maxAge" (e.g. 72h), "replicas" (1, 3, 5), "duplicates" (e.g. 5m), "retention"
   * (e.g. 0: Limits (default), 1: Interest, 2: WorkQueue), "Discard" (e.g. 0: DiscardOld (default), 1: DiscardNew).
   */
  streamConfig?: string;
  /** If specified, the pod's tolerations. */
  tolerations?: Toleration[];
  /** JetStream version, such as "2.7.3" */
  version: string;
}

export interface JetStreamConfig {
  /** Secret for auth */
  accessSecret?: SecretKeySelector;
  streamConfig?: string;
  /** SSL/TLS settings for the NATS client */
  tls?: TLSConfig;
  /** JetStream (Nats) URL */
  url: string;
}

/** K8SResource represent arbitrary structured data. */
export interface K8SResource {
  apiVersion: string;
  kind: string;
  [key: string]: unknown;
}

/** K8SResourcePolicy refers to the policy used to check the state of K8s based triggers using labels */
export interface K8SResourcePolicy {
  /** Backoff before checking resource state */
  backoff?: Backoff;
  /**
   * ErrorOnBackoffTimeout determines whether sensor should transition to error state if the trigger policy is unable
   * to determine the state of the resource
   */
  errorOnBackoffTimeout?: boolean;
  /** Labels required to identify whether a resource is in success state */
  labels: { [key: string]: string };
}

/** KafkaBus holds the KafkaBus EventBus information */
export interface KafkaBus {
  /** Consumer group for kafka client */
  consumerGroup?: KafkaConsumerGroup;
  /**
   * Partitioner sets the Kafka producer partitioning strategy. Supported values: random, hash, roundrobin, manual.
   * Defaults to random.
   */
  partitioner?: '' | 'random' | 'hash' | 'roundrobin' | 'manual';
  /** SASL configuration for the kafka client */
  sasl?: SASLConfig;
  /** TLS configuration for the kafka client. */
  tls?: TLSConfig;
  /** Topic name, defaults to {namespace_name}-{eventbus_name} */
  topic?: string;
  /** URL to kafka cluster, multiple URLs separated by comma */
  url: string;
  /** Kafka version, sarama defaults to the oldest supported stable version */
  version?: string;
}

export interface KafkaConsumerGroup {
  /** The name for the consumer group to use */
  groupName: string;
  /**
   * When starting up a new group do we want to start from the oldest event (true) or the newest event (false),
   * defaults to false
   */
  oldest?: boolean;
  /** Rebalance strategy can be one of: sticky, roundrobin, range. Range is the default. */
  rebalanceStrategy?: '' | 'sticky' | 'roundrobin' | 'range';
}

/**
 * KafkaEventSource refers to event-source for Kafka related events
 *
 * At least one of `consumerGroup`, `partition` has to be there.
 */
export interface KafkaEventSource {
  /**
   * AWSMSKIAMAuth configures SASL/OAUTHBEARER authentication using AWS IAM credentials, supporting IRSA (pod
   * web-identity token), instance-profile, and static env credentials. When set, TLS is enabled automatically and the
   * SASL config field is ignored.
   */
  awsMskIamAuth?: AWSMSKIAMConfig;
  /**
   * Yaml format Sarama config for Kafka connection. It follows the struct of sarama.Config. See
   * https://github.com/IBM/sarama/blob/main/config.go e.g.
   *
   * consumer:
   *   fetch:
   *     min: 1
   * net:
   *   MaxOpenRequests: 5
   */
  config?: string;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /** Consumer group for kafka client */
  consumerGroup?: KafkaConsumerGroup;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Sets a limit on how many events get read from kafka per second. */
  limitEventsPerSecond?: number;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Partition name */
  partition?: string;
  /** SASL configuration for the kafka client */
  sasl?: SASLConfig;
  /** Schema Registry configuration for consumer message with Avro format */
  schemaRegistry?: SchemaRegistryConfig;
  /** TLS configuration for the kafka client. */
  tls?: TLSConfig;
  /** Topic name */
  topic: string;
  /** URL to kafka cluster, multiple URLs separated by comma */
  url: string;
  /** Specify what kafka version is being connected to enables certain features in sarama, defaults to 1.0.0 */
  version?: string;
}

/** KafkaTrigger refers to the specification of the Kafka trigger. */
export interface KafkaTrigger {
  /**
   * Compress determines whether to compress message or not. Defaults to false. If set to true, compresses message
   * using snappy compression.
   */
  compress?: boolean;
  /** FlushFrequency refers to the frequency in milliseconds to flush batches. Defaults to 500 milliseconds. */
  flushFrequency?: number;
  /** Headers for the Kafka Messages. */
  headers?: { [key: string]: string };
  /** Parameters is the list of parameters that is applied to resolved Kafka trigger object. */
  parameters?: TriggerParameter[];
  /** DEPRECATED */
  partition?: number;
  /** The partitioning key for the messages put on the Kafka topic. */
  partitioningKey?: string;
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /**
   * RequiredAcks used in producer to tell the broker how many replica acknowledgements Defaults to 1 (Only wait for
   * the leader to ack).
   */
  requiredAcks?: number;
  /** SASL configuration for the kafka client */
  sasl?: SASLConfig;
  /** Schema Registry configuration to producer message with avro format */
  schemaRegistry?: SchemaRegistryConfig;
  /** Secure Headers stored in Kubernetes Secrets for the Kafka messages. */
  secureHeaders?: SecureHeader[];
  /** TLS configuration for the Kafka producer. */
  tls?: TLSConfig;
  /** Name of the topic. More info at https://kafka.apache.org/documentation/#intro_topics */
  topic: string;
  /** URL of the Kafka broker, multiple URLs separated by comma. */
  url: string;
  /** Specify what kafka version is being connected to enables certain features in sarama, defaults to 1.0.0 */
  version?: string;
}

/** Maps a string key to a path within a volume. */
export interface KeyToPath {
  /** key is the key to project. */
  key: string;
  /**
   * mode is Optional: mode bits used to set permissions on this file. Must be an octal value between 0000 and 0777 or
   * a decimal value between 0 and 511. YAML accepts both octal and decimal values, JSON requires decimal values for
   * mode bits. If not specified, the volume defaultMode will be used. This might be in conflict with other options
   * that affect the file mode, like fsGroup, and the result can be other mode bits set.
   */
  mode?: number;
  /**
   * path is the relative path of the file to map the key to. May not be an absolute path. May not contain the path
   * element '..'. May not start with the string '..'.
   */
  path: string;
}

/**
 * A label selector is a label query over a set of resources. The result of matchLabels and matchExpressions are
 * ANDed. An empty label selector matches all objects. A null label selector matches no objects.
 */
export interface LabelSelector {
  /** matchExpressions is a list of label selector requirements. The requirements are ANDed. */
  matchExpressions?: LabelSelectorRequirement[];
  /**
   * matchLabels is a map of {key,value} pairs. A single {key,value} in the matchLabels map is equivalent to an
   * element of matchExpressions, whose key field is "key", the operator is "In", and the values array contains only
   * "value". The requirements are ANDed.
   */
  matchLabels?: { [key: string]: string };
}

/**
 * A label selector requirement is a selector that contains values, a key, and an operator that relates the key and
 * values.
 */
export interface LabelSelectorRequirement {
  /** key is the label key that the selector applies to. */
  key: string;
  /**
   * operator represents a key's relationship to a set of values. Valid operators are In, NotIn, Exists and
   * DoesNotExist.
   */
  operator: string;
  /**
   * values is an array of string values. If the operator is In or NotIn, the values array must be non-empty. If the
   * operator is Exists or DoesNotExist, the values array must be empty. This array is replaced during a strategic
   * merge patch.
   */
  values?: string[];
}

/**
 * LocalObjectReference contains enough information to let you locate the referenced object inside the same namespace.
 */
export interface LocalObjectReference {
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
}

export interface LogTrigger {
  /** Only print messages every interval. Useful to prevent logging too much data for busy events. */
  intervalSeconds?: number;
}

/** MNSEventSource refers to event-source for AlibabaCloud MNS related events */
export interface MNSEventSource {
  /** AccessKey refers K8s secret containing AlibabaCloud access key */
  accessKey?: SecretKeySelector;
  /** Endpoint configures connection to a specific AlibabaCloud MNS endpoint */
  endpoint: string;
  /** Filter */
  filter?: EventSourceFilter;
  jsonBody?: boolean;
  /** Queue is AlibabaCloud MNS queue to listen to for messages */
  queue: string;
  /** SecretKey refers K8s secret containing AlibabaCloud secret key */
  secretKey?: SecretKeySelector;
}

/** MQTTEventSource refers to event-source for MQTT related events */
export interface MQTTEventSource {
  /** Auth hosts secret selectors for username and password */
  auth?: BasicAuth;
  /** ClientID is the id of the client */
  clientId: string;
  /** ConnectionBackoff holds backoff applied to connection. */
  connectionBackoff?: Backoff;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** TLS configuration for the mqtt client. */
  tls?: TLSConfig;
  /** Topic name */
  topic: string;
  /** URL to connect to broker */
  url: string;
}

/**
 * ManagedFieldsEntry is a workflow-id, a FieldSet and the group version of the resource that the fieldset applies to.
 */
export interface ManagedFieldsEntry {
  /**
   * APIVersion defines the version of this resource that this field set applies to. The format is "group/version"
   * just like the top-level APIVersion field. It is necessary to track the version of a field set because it cannot
   * be automatically converted.
   */
  apiVersion?: string;
  /**
   * FieldsType is the discriminator for the different fields format and version. There is currently only one possible
   * value: "FieldsV1"
   */
  fieldsType?: string;
  /** FieldsV1 holds the first JSON version format as described in the "FieldsV1" type. */
  fieldsV1?: FieldsV1;
  /** Manager is an identifier of the workflow managing these fields. */
  manager?: string;
  /**
   * Operation is the type of operation which lead to this ManagedFieldsEntry being created. The only valid values for
   * this field are 'Apply' and 'Update'.
   */
  operation?: string;
  /**
   * Subresource is the name of the subresource used to update that object, or empty string if the object was updated
   * through the main resource. The value of this field is used to distinguish between managers, even if they share
   * the same name. For example, a status update will be distinct from a regular update using the same manager name.
   * Note that the APIVersion field is not related to the Subresource field and it always corresponds to the version
   * of the main resource.
   */
  subresource?: string;
  /**
   * Time is the timestamp of when the ManagedFields entry was added. The timestamp will also be updated if a field is
   * added, the manager changes any of the owned fields value or removes a field. The timestamp does not update when a
   * field is removed from the entry because another manager took it over.
   */
  time?: Time;
}

/** Metadata holds the annotations and labels of an event source pod */
export interface Metadata {
  annotations?: { [key: string]: string };
  labels?: { [key: string]: string };
}

/** NATSAuth refers to the auth info for NATS EventSource */
export interface NATSAuth {
  /** Baisc auth with username and password */
  basic?: BasicAuth;
  /** credential used to connect */
  credential?: SecretKeySelector;
  /** NKey used to connect */
  nkey?: SecretKeySelector;
  /** Token used to connect */
  token?: SecretKeySelector;
}

/**
 * NATSBus holds the NATS eventbus information
 *
 * Exactly one of `exotic`, `native` has to be there.
 */
export interface NATSBus {
  /** Exotic holds an exotic NATS config */
  exotic?: NATSConfig;
  /** Native means to bring up a native NATS service */
  native?: NativeStrategy;
}

/** NATSConfig holds the config of NATS */
export interface NATSConfig {
  /** Secret for auth */
  accessSecret?: SecretKeySelector;
  /** Auth strategy, default to AuthStrategyNone */
  auth?: 'none' | 'token' | 'basic';
  /** Cluster ID for nats streaming */
  clusterID: string;
  /** NATS streaming url */
  url: string;
}

/** NATSEventsSource refers to event-source for NATS related events */
export interface NATSEventsSource {
  /** Auth information */
  auth?: NATSAuth;
  /** ConnectionBackoff holds backoff applied to connection. */
  connectionBackoff?: Backoff;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * Queue is the name of the queue group to subscribe as if specified. Uses QueueSubscribe logic to subscribe as
   * queue group. If the queue is empty, uses default Subscribe logic.
   */
  queue?: string;
  /** Subject holds the name of the subject onto which messages are published */
  subject: string;
  /** TLS configuration for the nats client. */
  tls?: TLSConfig;
  /** URL to connect to NATS cluster */
  url: string;
}

/** NATSTrigger refers to the specification of the NATS trigger. */
export interface NATSTrigger {
  /** AuthInformation */
  auth?: NATSAuth;
  parameters?: TriggerParameter[];
  payload: TriggerParameter[];
  /** Name of the subject to put message on. */
  subject: string;
  /** TLS configuration for the NATS producer. */
  tls?: TLSConfig;
  /** URL of the NATS cluster. */
  url: string;
}

/**
 * Represents an NFS mount that lasts the lifetime of a pod. NFS volumes do not support ownership management or
 * SELinux relabeling.
 */
export interface NFSVolumeSource {
  /** path that is exported by the NFS server. More info: https://kubernetes.io/docs/concepts/storage/volumes#nfs */
  path: string;
  /**
   * readOnly here will force the NFS export to be mounted with read-only permissions. Defaults to false. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#nfs
   */
  readOnly?: boolean;
  /**
   * server is the hostname or IP address of the NFS server. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#nfs
   */
  server: string;
}

/** NSQEventSource describes the event source for NSQ PubSub More info at https://godoc.org/github.com/nsqio/go-nsq */
export interface NSQEventSource {
  /** Channel used for subscription */
  channel: string;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /** Filter */
  filter?: EventSourceFilter;
  /** HostAddress is the address of the host for NSQ lookup */
  hostAddress: string;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** TLS configuration for the nsq client. */
  tls?: TLSConfig;
  /** Topic to subscribe to. */
  topic: string;
}

/** NativeStrategy indicates to install a native NATS service */
export interface NativeStrategy {
  /**
   * The pod's scheduling constraints More info:
   * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
   */
  affinity?: Affinity;
  auth?: 'none' | 'token';
  /** ContainerTemplate contains customized spec for NATS container */
  containerTemplate?: ContainerTemplate;
  /**
   * ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the
   * images used by this PodSpec. If specified, these secrets will be passed to individual puller implementations for
   * them to use. For example, in the case of docker, only DockerConfig type secrets are honored. More info:
   * https://kubernetes.io/docs/concepts/containers/images#specifying-imagepullsecrets-on-a-pod
   */
  imagePullSecrets?: LocalObjectReference[];
  /** Max Age of existing messages, i.e. "72h", “4h35m” */
  maxAge?: string;
  /** Total size of messages per channel, 0 means unlimited. Defaults to 1GB */
  maxBytes?: string;
  /** Maximum number of messages per channel, 0 means unlimited. Defaults to 1000000 */
  maxMsgs?: number;
  /** Maximum number of bytes in a message payload, 0 means unlimited. Defaults to 1MB */
  maxPayload?: string;
  /** Maximum number of subscriptions per channel, 0 means unlimited. Defaults to 1000 */
  maxSubs?: number;
  /** Metadata sets the pods's metadata, i.e. annotations and labels */
  metadata?: Metadata;
  /** MetricsContainerTemplate contains customized spec for metrics container */
  metricsContainerTemplate?: ContainerTemplate;
  /**
   * NodeSelector is a selector which must be true for the pod to fit on a node. Selector which must match a node's
   * labels for the pod to be scheduled on that node. More info:
   * https://kubernetes.io/docs/concepts/configuration/assign-pod-node/
   */
  nodeSelector?: { [key: string]: string };
  persistence?: PersistenceStrategy;
  /**
   * The priority value. Various system components use this field to find the priority of the EventSource pod. When
   * Priority Admission Controller is enabled, it prevents users from setting this field. The admission controller
   * populates this field from PriorityClassName. The higher the value, the higher the priority. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priority?: number;
  /**
   * If specified, indicates the EventSource pod's priority. "system-node-critical" and "system-cluster-critical" are
   * two special keywords which indicate the highest priorities with the former being the highest priority. Any other
   * name must be defined by creating a PriorityClass object with that name. If not specified, the pod priority will
   * be default or zero if there is no default. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priorityClassName?: string;
  /**
   * Specifies the time without an Apply() operation before sending an heartbeat to ensure timely commit, i.e. "72h",
   * “4h35m”. Defaults to 100ms
   */
  raftCommitTimeout?: string;
  /**
   * Specifies the time in candidate state without a leader before attempting an election, i.e. "72h", “4h35m”.
   * Defaults to 2s
   */
  raftElectionTimeout?: string;
  /**
   * Specifies the time in follower state without a leader before attempting an election, i.e. "72h", “4h35m”.
   * Defaults to 2s
   */
  raftHeartbeatTimeout?: string;
  /**
   * Specifies how long a leader waits without being able to contact a quorum of nodes before stepping down as leader,
   * i.e. "72h", “4h35m”. Defaults to 1s
   */
  raftLeaseTimeout?: string;
  /** Size is the NATS StatefulSet size */
  replicas?: number;
  /**
   * SecurityContext holds pod-level security attributes and common container settings. Optional: Defaults to empty.
   * See type description for default values of each field.
   */
  securityContext?: PodSecurityContext;
  /** ServiceAccountName to apply to NATS StatefulSet */
  serviceAccountName?: string;
  /** If specified, the pod's tolerations. */
  tolerations?: Toleration[];
}

/** Node affinity is a group of node affinity scheduling rules. */
export interface NodeAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this
   * field, but it may choose a node that violates one or more of the expressions. The node that is most preferred is
   * the one with the greatest sum of weights, i.e. for each node that meets all of the scheduling requirements
   * (resource request, requiredDuringScheduling affinity expressions, etc.), compute a sum by iterating through the
   * elements of this field and adding "weight" to the sum if the node matches the corresponding matchExpressions; the
   * node(s) with the highest sum are the most preferred.
   */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
  /**
   * If the affinity requirements specified by this field are not met at scheduling time, the pod will not be
   * scheduled onto the node. If the affinity requirements specified by this field cease to be met at some point
   * during pod execution (e.g. due to an update), the system may or may not try to eventually evict the pod from its
   * node.
   */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
}

/**
 * A node selector represents the union of the results of one or more label queries over a set of nodes; that is, it
 * represents the OR of the selectors represented by the node selector terms.
 */
export interface NodeSelector {
  /** Required. A list of node selector terms. The terms are ORed. */
  nodeSelectorTerms: NodeSelectorTerm[];
}

/**
 * A node selector requirement is a selector that contains values, a key, and an operator that relates the key and
 * values.
 */
export interface NodeSelectorRequirement {
  /** The label key that the selector applies to. */
  key: string;
  /**
   * Represents a key's relationship to a set of values. Valid operators are In, NotIn, Exists, DoesNotExist. Gt, and
   * Lt.
   */
  operator: string;
  /**
   * An array of string values. If the operator is In or NotIn, the values array must be non-empty. If the operator is
   * Exists or DoesNotExist, the values array must be empty. If the operator is Gt or Lt, the values array must have a
   * single element, which will be interpreted as an integer. This array is replaced during a strategic merge patch.
   */
  values?: string[];
}

/**
 * A null or empty node selector term matches no objects. The requirements of them are ANDed. The TopologySelectorTerm
 * type implements a subset of the NodeSelectorTerm.
 */
export interface NodeSelectorTerm {
  /** A list of node selector requirements by node's labels. */
  matchExpressions?: NodeSelectorRequirement[];
  /** A list of node selector requirements by node's fields. */
  matchFields?: NodeSelectorRequirement[];
}

/** ObjectFieldSelector selects an APIVersioned field of an object. */
export interface ObjectFieldSelector {
  /** Version of the schema the FieldPath is written in terms of, defaults to "v1". */
  apiVersion?: string;
  /** Path of the field to select in the specified API version. */
  fieldPath: string;
}

/** ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create. */
export interface ObjectMeta {
  /**
   * Annotations is an unstructured key value map stored with a resource that may be set by external tools to store
   * and retrieve arbitrary metadata. They are not queryable and should be preserved when modifying objects. More
   * info: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations
   */
  annotations?: { [key: string]: string };
  /**
   * CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed
   * to be set in happens-before order across separate operations. Clients may not set this value. It is represented
   * in RFC3339 form and is in UTC.
   *
   * Populated by the system. Read-only. Null for lists. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata
   */
  creationTimestamp?: Time;
  /**
   * Number of seconds allowed for this object to gracefully terminate before it will be removed from the system. Only
   * set when deletionTimestamp is also set. May only be shortened. Read-only.
   */
  deletionGracePeriodSeconds?: number;
  /**
   * DeletionTimestamp is RFC 3339 date and time at which this resource will be deleted. This field is set by the
   * server when a graceful deletion is requested by the user, and is not directly settable by a client. The resource
   * is expected to be deleted (no longer visible from resource lists, and not reachable by name) after the time in
   * this field, once the finalizers list is empty. As long as the finalizers list contains items, deletion is
   * blocked. Once the deletionTimestamp is set, this value may not be unset or be set further into the future,
   * although it may be shortened or the resource may be deleted prior to this time. For example, a user may request
   * that a pod is deleted in 30 seconds. The Kubelet will react by sending a graceful termination signal to the
   * containers in the pod. After that 30 seconds, the Kubelet will send a hard termination signal (SIGKILL) to the
   * container and after cleanup, remove the pod from the API. In the presence of network partitions, this object may
   * still exist after this timestamp, until an administrator or automated process can determine the resource is fully
   * terminated. If not set, graceful deletion of the object has not been requested.
   *
   * Populated by the system when a graceful deletion is requested. Read-only. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata
   */
  deletionTimestamp?: Time;
  /**
   * Must be empty before the object is deleted from the registry. Each entry is an identifier for the responsible
   * component that will remove the entry from the list. If the deletionTimestamp of the object is non-nil, entries in
   * this list can only be removed. Finalizers may be processed and removed in any order. Order is NOT enforced
   * because it introduces significant risk of stuck finalizers. finalizers is a shared field, any actor with
   * permission can reorder it. If the finalizer list is processed in order, then this can lead to a situation in
   * which the component responsible for the first finalizer in the list is waiting for a signal (field value,
   * external system, or other) produced by a component responsible for a finalizer later in the list, resulting in a
   * deadlock. Without enforced ordering finalizers are free to order amongst themselves and are not vulnerable to
   * ordering changes in the list.
   */
  finalizers?: string[];
  /**
   * GenerateName is an optional prefix, used by the server, to generate a unique name ONLY IF the Name field has not
   * been provided. If this field is used, the name returned to the client will be different than the name passed.
   * This value will also be combined with a unique suffix. The provided value has the same validation rules as the
   * Name field, and may be truncated by the length of the suffix required to make the value unique on the server.
   *
   * If this field is specified and the generated name exists, the server will return a 409.
   *
   * Applied only if Name is not specified. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#idempotency
   */
  generateName?: string;
  /**
   * A sequence number representing a specific generation of the desired state. Populated by the system. Read-only.
   */
  generation?: number;
  /**
   * Map of string keys and values that can be used to organize and categorize (scope and select) objects. May match
   * selectors of replication controllers and services. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels
   */
  labels?: { [key: string]: string };
  /**
   * ManagedFields maps workflow-id and version to the set of fields that are managed by that workflow. This is mostly
   * for internal housekeeping, and users typically shouldn't need to set or understand this field. A workflow can be
   * the user's name, a controller's name, or the name of a specific apply path like "ci-cd". The set of fields is
   * always in the version that the workflow used when modifying the object.
   */
  managedFields?: ManagedFieldsEntry[];
  /**
   * Name must be unique within a namespace. Is required when creating resources, although some resources may allow a
   * client to request the generation of an appropriate name automatically. Name is primarily intended for creation
   * idempotence and configuration definition. Cannot be updated. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names
   */
  name?: string;
  /**
   * Namespace defines the space within which each name must be unique. An empty namespace is equivalent to the
   * "default" namespace, but "default" is the canonical representation. Not all objects are required to be scoped to
   * a namespace - the value of this field for those objects will be empty.
   *
   * Must be a DNS_LABEL. Cannot be updated. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces
   */
  namespace?: string;
  /**
   * List of objects depended by this object. If ALL objects in the list have been deleted, this object will be
   * garbage collected. If this object is managed by a controller, then an entry in this list will point to this
   * controller, with the controller field set to true. There cannot be more than one managing controller.
   */
  ownerReferences?: OwnerReference[];
  /**
   * An opaque value that represents the internal version of this object that can be used by clients to determine when
   * objects have changed. May be used for optimistic concurrency, change detection, and the watch operation on a
   * resource or set of resources. Clients must treat these values as opaque and passed unmodified back to the server.
   * They may only be valid for a particular resource or set of resources.
   *
   * Populated by the system. Read-only. Value must be treated as opaque by clients and . More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#concurrency-control-and-consistency
   */
  resourceVersion?: string;
  /** Deprecated: selfLink is a legacy read-only field that is no longer populated by the system. */
  selfLink?: string;
  /**
   * UID is the unique in time and space value for this object. It is typically generated by the server on successful
   * creation of a resource and is not allowed to change on PUT operations.
   *
   * Populated by the system. Read-only. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names#uids
   */
  uid?: string;
}

/** OpenWhiskTrigger refers to the specification of the OpenWhisk trigger. */
export interface OpenWhiskTrigger {
  /** Name of the action/function. */
  actionName: string;
  /** AuthToken for authentication. */
  authToken?: SecretKeySelector;
  /** Host URL of the OpenWhisk. */
  host: string;
  /** Namespace for the action. Defaults to "_". */
  namespace?: string;
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /** Version for the API. Defaults to v1. */
  version?: string;
}

export interface OwnedRepositories {
  /** Repository names */
  names?: string[];
  /** Organization or user name */
  owner?: string;
}

/**
 * OwnerReference contains enough information to let you identify an owning object. An owning object must be in the
 * same namespace as the dependent, or be cluster-scoped, so there is no namespace field.
 */
export interface OwnerReference {
  /** API version of the referent. */
  apiVersion: string;
  /**
   * If true, AND if the owner has the "foregroundDeletion" finalizer, then the owner cannot be deleted from the
   * key-value store until this reference is removed. See
   * https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion for how the garbage
   * collector interacts with this field and enforces the foreground deletion. Defaults to false. To set this field, a
   * user needs "delete" permission of the owner, otherwise 422 (Unprocessable Entity) will be returned.
   */
  blockOwnerDeletion?: boolean;
  /** If true, this reference points to the managing controller. */
  controller?: boolean;
  /**
   * Kind of the referent. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds
   */
  kind: string;
  /**
   * Name of the referent. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names
   */
  name: string;
  /** UID of the referent. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#uids */
  uid: string;
}

/** PayloadField binds a value at path within the event payload against a name. */
export interface PayloadField {
  /** Name acts as key that holds the value at the path. */
  name: string;
  /**
   * Path is the JSONPath of the event's (JSON decoded) data key Path is a series of keys separated by a dot. A key
   * may contain wildcard characters '*' and '?'. To access an array value use the index as the key. The dot and
   * wildcard characters can be escaped with '\\'. See https://github.com/tidwall/gjson#path-syntax for more
   * information on how to use this.
   */
  path: string;
}

/** PersistenceStrategy defines the strategy of persistence */
export interface PersistenceStrategy {
  /**
   * Available access modes such as ReadWriteOnce, ReadWriteMany
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
   */
  accessMode?: 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';
  /**
   * Name of the StorageClass required by the claim. More info:
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes#class-1
   */
  storageClassName?: string;
  /** Volume size, e.g. 10Gi */
  volumeSize?: Quantity;
}

/**
 * PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for
 * provider-specific attributes
 */
export interface PersistentVolumeClaimSpec {
  /**
   * accessModes contains the desired access modes the volume should have. More info:
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes-1
   */
  accessModes?: string[];
  /**
   * dataSource field can be used to specify either: * An existing VolumeSnapshot object
   * (snapshot.storage.k8s.io/VolumeSnapshot) * An existing PVC (PersistentVolumeClaim) If the provisioner or an
   * external controller can support the specified data source, it will create a new volume based on the contents of
   * the specified data source. When the AnyVolumeDataSource feature gate is enabled, dataSource contents will be
   * copied to dataSourceRef, and dataSourceRef contents will be copied to dataSource when dataSourceRef.namespace is
   * not specified. If the namespace is specified, then dataSourceRef will not be copied to dataSource.
   */
  dataSource?: TypedLocalObjectReference;
  /**
   * dataSourceRef specifies the object from which to populate the volume with data, if a non-empty volume is desired.
   * This may be any object from a non-empty API group (non core object) or a PersistentVolumeClaim object. When this
   * field is specified, volume binding will only succeed if the type of the specified object matches some installed
   * volume populator or dynamic provisioner. This field will replace the functionality of the dataSource field and as
   * such if both fields are non-empty, they must have the same value. For backwards compatibility, when namespace
   * isn't specified in dataSourceRef, both fields (dataSource and dataSourceRef) will be set to the same value
   * automatically if one of them is empty and the other is non-empty. When namespace is specified in dataSourceRef,
   * dataSource isn't set to the same value and must be empty. There are three important differences between
   * dataSource and dataSourceRef: * While dataSource only allows two specific types of objects, dataSourceRef
   *   allows any non-core object, as well as PersistentVolumeClaim objects.
   * * While dataSource ignores disallowed values (dropping them), dataSourceRef
   *   preserves all values, and generates an error if a disallowed value is
   *   specified.
   * * While dataSource only allows local objects, dataSourceRef allows objects
   *   in any namespaces.
   * (Beta) Using this field requires the AnyVolumeDataSource feature gate to be enabled. (Alpha) Using the namespace
   * field of dataSourceRef requires the CrossNamespaceVolumeDataSource feature gate to be enabled.
   */
  dataSourceRef?: TypedObjectReference;
  /**
   * resources represents the minimum resources the volume should have. If RecoverVolumeExpansionFailure feature is
   * enabled users are allowed to specify resource requirements that are lower than previous value but must still be
   * higher than capacity recorded in the status field of the claim. More info:
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes#resources
   */
  resources?: VolumeResourceRequirements;
  /** selector is a label query over volumes to consider for binding. */
  selector?: LabelSelector;
  /**
   * storageClassName is the name of the StorageClass required by the claim. More info:
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes#class-1
   */
  storageClassName?: string;
  /**
   * volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim. If specified, the CSI
   * driver will create or update the volume with the attributes defined in the corresponding VolumeAttributesClass.
   * This has a different purpose than storageClassName, it can be changed after the claim is created. An empty string
   * value means that no VolumeAttributesClass will be applied to the claim but it's not allowed to reset this field
   * to empty string once it is set. If unspecified and the PersistentVolumeClaim is unbound, the default
   * VolumeAttributesClass will be set by the persistentvolume controller if it exists. If the resource referred to by
   * volumeAttributesClass does not exist, this PersistentVolumeClaim will be set to a Pending state, as reflected by
   * the modifyVolumeStatus field, until such as a resource exists. More info:
   * https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/ (Beta) Using this field requires the
   * VolumeAttributesClass feature gate to be enabled (off by default).
   */
  volumeAttributesClassName?: string;
  /**
   * volumeMode defines what type of volume is required by the claim. Value of Filesystem is implied when not included
   * in claim spec.
   */
  volumeMode?: string;
  /** volumeName is the binding reference to the PersistentVolume backing this claim. */
  volumeName?: string;
}

/**
 * PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an EphemeralVolumeSource.
 */
export interface PersistentVolumeClaimTemplate {
  /**
   * May contain labels and annotations that will be copied into the PVC when creating it. No other fields are allowed
   * and will be rejected during validation.
   */
  metadata?: ObjectMeta;
  /**
   * The specification for the PersistentVolumeClaim. The entire content is copied unchanged into the PVC that gets
   * created from this template. The same fields as in a PersistentVolumeClaim are also valid here.
   */
  spec: PersistentVolumeClaimSpec;
}

/**
 * PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace. This volume finds the bound PV
 * and mounts that volume for the pod. A PersistentVolumeClaimVolumeSource is, essentially, a wrapper around another
 * type of volume that is owned by someone else (the system).
 */
export interface PersistentVolumeClaimVolumeSource {
  /**
   * claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume. More info:
   * https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistentvolumeclaims
   */
  claimName: string;
  /** readOnly Will force the ReadOnly setting in VolumeMounts. Default false. */
  readOnly?: boolean;
}

/** Represents a Photon Controller persistent disk resource. */
export interface PhotonPersistentDiskVolumeSource {
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex.
   * "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /** pdID is the ID that identifies Photon Controller persistent disk */
  pdID: string;
}

/** Pod affinity is a group of inter pod affinity scheduling rules. */
export interface PodAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this
   * field, but it may choose a node that violates one or more of the expressions. The node that is most preferred is
   * the one with the greatest sum of weights, i.e. for each node that meets all of the scheduling requirements
   * (resource request, requiredDuringScheduling affinity expressions, etc.), compute a sum by iterating through the
   * elements of this field and adding "weight" to the sum if the node has pods which matches the corresponding
   * podAffinityTerm; the node(s) with the highest sum are the most preferred.
   */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
  /**
   * If the affinity requirements specified by this field are not met at scheduling time, the pod will not be
   * scheduled onto the node. If the affinity requirements specified by this field cease to be met at some point
   * during pod execution (e.g. due to a pod label update), the system may or may not try to eventually evict the pod
   * from its node. When there are multiple elements, the lists of nodes corresponding to each podAffinityTerm are
   * intersected, i.e. all terms must be satisfied.
   */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
}

/**
 * Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this pod
 * should be co-located (affinity) or not co-located (anti-affinity) with, where co-located is defined as running on a
 * node whose value of the label with key <topologyKey> matches that of any node on which a pod of the set of pods is
 * running
 */
export interface PodAffinityTerm {
  /**
   * A label query over a set of resources, in this case pods. If it's null, this PodAffinityTerm matches with no
   * Pods.
   */
  labelSelector?: LabelSelector;
  /**
   * MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. The keys are
   * used to lookup values from the incoming pod labels, those key-value labels are merged with `labelSelector` as
   * `key in (value)` to select the group of existing pods which pods will be taken into consideration for the
   * incoming pod's pod (anti) affinity. Keys that don't exist in the incoming pod labels will be ignored. The default
   * value is empty. The same key is forbidden to exist in both matchLabelKeys and labelSelector. Also, matchLabelKeys
   * cannot be set when labelSelector isn't set. This is a beta field and requires enabling
   * MatchLabelKeysInPodAffinity feature gate (enabled by default).
   */
  matchLabelKeys?: string[];
  /**
   * MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. The keys are
   * used to lookup values from the incoming pod labels, those key-value labels are merged with `labelSelector` as
   * `key notin (value)` to select the group of existing pods which pods will be taken into consideration for the
   * incoming pod's pod (anti) affinity. Keys that don't exist in the incoming pod labels will be ignored. The default
   * value is empty. The same key is forbidden to exist in both mismatchLabelKeys and labelSelector. Also,
   * mismatchLabelKeys cannot be set when labelSelector isn't set. This is a beta field and requires enabling
   * MatchLabelKeysInPodAffinity feature gate (enabled by default).
   */
  mismatchLabelKeys?: string[];
  /**
   * A label query over the set of namespaces that the term applies to. The term is applied to the union of the
   * namespaces selected by this field and the ones listed in the namespaces field. null selector and null or empty
   * namespaces list means "this pod's namespace". An empty selector ({}) matches all namespaces.
   */
  namespaceSelector?: LabelSelector;
  /**
   * namespaces specifies a static list of namespace names that the term applies to. The term is applied to the union
   * of the namespaces listed in this field and the ones selected by namespaceSelector. null or empty namespaces list
   * and null namespaceSelector means "this pod's namespace".
   */
  namespaces?: string[];
  /**
   * This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the
   * labelSelector in the specified namespaces, where co-located is defined as running on a node whose value of the
   * label with key topologyKey matches that of any node on which any of the selected pods is running. Empty
   * topologyKey is not allowed.
   */
  topologyKey: string;
}

/** Pod anti affinity is a group of inter pod anti affinity scheduling rules. */
export interface PodAntiAffinity {
  /**
   * The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by this
   * field, but it may choose a node that violates one or more of the expressions. The node that is most preferred is
   * the one with the greatest sum of weights, i.e. for each node that meets all of the scheduling requirements
   * (resource request, requiredDuringScheduling anti-affinity expressions, etc.), compute a sum by iterating through
   * the elements of this field and adding "weight" to the sum if the node has pods which matches the corresponding
   * podAffinityTerm; the node(s) with the highest sum are the most preferred.
   */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
  /**
   * If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be
   * scheduled onto the node. If the anti-affinity requirements specified by this field cease to be met at some point
   * during pod execution (e.g. due to a pod label update), the system may or may not try to eventually evict the pod
   * from its node. When there are multiple elements, the lists of nodes corresponding to each podAffinityTerm are
   * intersected, i.e. all terms must be satisfied.
   */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
}

/**
 * PodSecurityContext holds pod-level security attributes and common container settings. Some fields are also present
 * in container.securityContext. Field values of container.securityContext take precedence over field values of
 * PodSecurityContext.
 */
export interface PodSecurityContext {
  /**
   * appArmorProfile is the AppArmor options to use by the containers in this pod. Note that this field cannot be set
   * when spec.os.name is windows.
   */
  appArmorProfile?: AppArmorProfile;
  /**
   * A special supplemental group that applies to all containers in a pod. Some volume types allow the Kubelet to
   * change the ownership of that volume to be owned by the pod:
   *
   * 1. The owning GID will be the FSGroup 2. The setgid bit is set (new files created in the volume will be owned by
   * FSGroup) 3. The permission bits are OR'd with rw-rw----
   *
   * If unset, the Kubelet will not modify the ownership and permissions of any volume. Note that this field cannot be
   * set when spec.os.name is windows.
   */
  fsGroup?: number;
  /**
   * fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed
   * inside Pod. This field will only apply to volume types which support fsGroup based ownership(and permissions). It
   * will have no effect on ephemeral volume types such as: secret, configmaps and emptydir. Valid values are
   * "OnRootMismatch" and "Always". If not specified, "Always" is used. Note that this field cannot be set when
   * spec.os.name is windows.
   */
  fsGroupChangePolicy?: string;
  /**
   * The GID to run the entrypoint of the container process. Uses runtime default if unset. May also be set in
   * SecurityContext. If set in both SecurityContext and PodSecurityContext, the value specified in SecurityContext
   * takes precedence for that container. Note that this field cannot be set when spec.os.name is windows.
   */
  runAsGroup?: number;
  /**
   * Indicates that the container must run as a non-root user. If true, the Kubelet will validate the image at runtime
   * to ensure that it does not run as UID 0 (root) and fail to start the container if it does. If unset or false, no
   * such validation will be performed. May also be set in SecurityContext. If set in both SecurityContext and
   * PodSecurityContext, the value specified in SecurityContext takes precedence.
   */
  runAsNonRoot?: boolean;
  /**
   * The UID to run the entrypoint of the container process. Defaults to user specified in image metadata if
   * unspecified. May also be set in SecurityContext. If set in both SecurityContext and PodSecurityContext, the value
   * specified in SecurityContext takes precedence for that container. Note that this field cannot be set when
   * spec.os.name is windows.
   */
  runAsUser?: number;
  /**
   * seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod. It has
   * no effect on nodes that do not support SELinux or to volumes does not support SELinux. Valid values are
   * "MountOption" and "Recursive".
   *
   * "Recursive" means relabeling of all files on all Pod volumes by the container runtime. This may be slow for large
   * volumes, but allows mixing privileged and unprivileged Pods sharing the same volume on the same node.
   *
   * "MountOption" mounts all eligible Pod volumes with `-o context` mount option. This requires all Pods that share
   * the same volume to use the same SELinux label. It is not possible to share the same volume among privileged and
   * unprivileged Pods. Eligible volumes are in-tree FibreChannel and iSCSI volumes, and all CSI volumes whose CSI
   * driver announces SELinux support by setting spec.seLinuxMount: true in their CSIDriver instance. Other volumes
   * are always re-labelled recursively. "MountOption" value is allowed only when SELinuxMount feature gate is
   * enabled.
   *
   * If not specified and SELinuxMount feature gate is enabled, "MountOption" is used. If not specified and
   * SELinuxMount feature gate is disabled, "MountOption" is used for ReadWriteOncePod volumes and "Recursive" for all
   * other volumes.
   *
   * This field affects only Pods that have SELinux label set, either in PodSecurityContext or in SecurityContext of
   * all containers.
   *
   * All Pods that use the same volume should use the same seLinuxChangePolicy, otherwise some pods can get stuck in
   * ContainerCreating state. Note that this field cannot be set when spec.os.name is windows.
   */
  seLinuxChangePolicy?: string;
  /**
   * The SELinux context to be applied to all containers. If unspecified, the container runtime will allocate a random
   * SELinux context for each container. May also be set in SecurityContext. If set in both SecurityContext and
   * PodSecurityContext, the value specified in SecurityContext takes precedence for that container. Note that this
   * field cannot be set when spec.os.name is windows.
   */
  seLinuxOptions?: SELinuxOptions;
  /**
   * The seccomp options to use by the containers in this pod. Note that this field cannot be set when spec.os.name is
   * windows.
   */
  seccompProfile?: SeccompProfile;
  /**
   * A list of groups applied to the first process run in each container, in addition to the container's primary GID
   * and fsGroup (if specified). If the SupplementalGroupsPolicy feature is enabled, the supplementalGroupsPolicy
   * field determines whether these are in addition to or instead of any group memberships defined in the container
   * image. If unspecified, no additional groups are added, though group memberships defined in the container image
   * may still be used, depending on the supplementalGroupsPolicy field. Note that this field cannot be set when
   * spec.os.name is windows.
   */
  supplementalGroups?: number[];
  /**
   * Defines how supplemental groups of the first container processes are calculated. Valid values are "Merge" and
   * "Strict". If not specified, "Merge" is used. (Alpha) Using the field requires the SupplementalGroupsPolicy
   * feature gate to be enabled and the container runtime must implement support for this feature. Note that this
   * field cannot be set when spec.os.name is windows.
   */
  supplementalGroupsPolicy?: string;
  /**
   * Sysctls hold a list of namespaced sysctls used for the pod. Pods with unsupported sysctls (by the container
   * runtime) might fail to launch. Note that this field cannot be set when spec.os.name is windows.
   */
  sysctls?: Sysctl[];
  /**
   * The Windows specific settings applied to all containers. If unspecified, the options within a container's
   * SecurityContext will be used. If set in both SecurityContext and PodSecurityContext, the value specified in
   * SecurityContext takes precedence. Note that this field cannot be set when spec.os.name is linux.
   */
  windowsOptions?: WindowsSecurityContextOptions;
}

/** PortworxVolumeSource represents a Portworx volume resource. */
export interface PortworxVolumeSource {
  /**
   * fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating system.
   * Ex. "ext4", "xfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /** readOnly defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. */
  readOnly?: boolean;
  /** volumeID uniquely identifies a Portworx volume */
  volumeID: string;
}

/**
 * An empty preferred scheduling term matches all objects with implicit weight 0 (i.e. it's a no-op). A null preferred
 * scheduling term matches no objects (i.e. is also a no-op).
 */
export interface PreferredSchedulingTerm {
  /** A node selector term, associated with the corresponding weight. */
  preference: NodeSelectorTerm;
  /** Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100. */
  weight: number;
}

/** Represents a projected volume source */
export interface ProjectedVolumeSource {
  /**
   * defaultMode are the mode bits used to set permissions on created files by default. Must be an octal value between
   * 0000 and 0777 or a decimal value between 0 and 511. YAML accepts both octal and decimal values, JSON requires
   * decimal values for mode bits. Directories within the path are not affected by this setting. This might be in
   * conflict with other options that affect the file mode, like fsGroup, and the result can be other mode bits set.
   */
  defaultMode?: number;
  /** sources is the list of volume projections. Each entry in this list handles one source. */
  sources?: VolumeProjection[];
}

/**
 * PubSubEventSource refers to event-source for GCP PubSub related events.
 *
 * At least one of `subscriptionID`, `topic` has to be there.
 */
export interface PubSubEventSource {
  /**
   * CredentialSecret references to the secret that contains JSON credentials to access GCP. If it is missing, it
   * implicitly uses Workload Identity to access.
   * https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  credentialSecret?: SecretKeySelector;
  /**
   * DeleteSubscriptionOnFinish determines whether to delete the GCP PubSub subscription once the event source is
   * stopped.
   */
  deleteSubscriptionOnFinish?: boolean;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * ProjectID is GCP project ID for the subscription. Required if you run Argo Events outside of GKE/GCE. (otherwise,
   * the default value is its project)
   */
  projectID?: string;
  /**
   * SubscriptionID is ID of subscription. Required if you use existing subscription. The default value will be auto
   * generated hash based on this eventsource setting, so the subscription might be recreated every time you update
   * the setting, which has a possibility of event loss.
   */
  subscriptionID?: string;
  /**
   * Topic to which the subscription should belongs. Required if you want the eventsource to create a new
   * subscription. If you specify this field along with an existing subscription, it will be verified whether it
   * actually belongs to the specified topic.
   */
  topic?: string;
  /** TopicProjectID is GCP project ID for the topic. By default, it is same as ProjectID. */
  topicProjectID?: string;
}

/** PulsarEventSource describes the event source for Apache Pulsar */
export interface PulsarEventSource {
  /**
   * Authentication athenz parameters for the pulsar client. Refer
   * https://github.com/apache/pulsar-client-go/blob/master/pulsar/auth/athenz.go Either token or athenz can be set to
   * use auth.
   */
  authAthenzParams?: { [key: string]: string };
  /**
   * Authentication athenz privateKey secret for the pulsar client. AuthAthenzSecret must be set if AuthAthenzParams
   * is used.
   */
  authAthenzSecret?: SecretKeySelector;
  /** Authentication token for the pulsar client. Either token or athenz can be set to use auth. */
  authTokenSecret?: SecretKeySelector;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** TLS configuration for the pulsar client. */
  tls?: TLSConfig;
  /** Whether the Pulsar client accept untrusted TLS certificate from broker. */
  tlsAllowInsecureConnection?: boolean;
  /** Trusted TLS certificate secret. */
  tlsTrustCertsSecret?: SecretKeySelector;
  /** Whether the Pulsar client verify the validity of the host name from broker. */
  tlsValidateHostname?: boolean;
  /** Name of the topics to subscribe to. */
  topics: string[];
  /** Type of the subscription. Only "exclusive" and "shared" is supported. Defaults to exclusive. */
  type: 'exclusive' | 'shared';
  /** Configure the service URL for the Pulsar service. */
  url: string;
}

/** PulsarTrigger refers to the specification of the Pulsar trigger. */
export interface PulsarTrigger {
  /**
   * Authentication athenz parameters for the pulsar client. Refer
   * https://github.com/apache/pulsar-client-go/blob/master/pulsar/auth/athenz.go Either token or athenz can be set to
   * use auth.
   */
  authAthenzParams?: { [key: string]: string };
  /**
   * Authentication athenz privateKey secret for the pulsar client. AuthAthenzSecret must be set if AuthAthenzParams
   * is used.
   */
  authAthenzSecret?: SecretKeySelector;
  /** Authentication token for the pulsar client. Either token or athenz can be set to use auth. */
  authTokenSecret?: SecretKeySelector;
  /** Backoff holds parameters applied to connection. */
  connectionBackoff?: Backoff;
  /** Parameters is the list of parameters that is applied to resolved Kafka trigger object. */
  parameters?: TriggerParameter[];
  /** Payload is the list of key-value extracted from an event payload to construct the request payload. */
  payload: TriggerParameter[];
  /** TLS configuration for the pulsar client. */
  tls?: TLSConfig;
  /** Whether the Pulsar client accept untrusted TLS certificate from broker. */
  tlsAllowInsecureConnection?: boolean;
  /** Trusted TLS certificate secret. */
  tlsTrustCertsSecret?: SecretKeySelector;
  /** Whether the Pulsar client verify the validity of the host name from broker. */
  tlsValidateHostname?: boolean;
  /** Name of the topic. See https://pulsar.apache.org/docs/en/concepts-messaging/ */
  topic: string;
  /** Configure the service URL for the Pulsar service. */
  url: string;
}

/**
 * Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and
 * YAML, in addition to String() and AsInt64() accessors.
 *
 * The serialization format is:
 *
 * ``` <quantity> ::= <signedNumber><suffix>
 *
 *   (Note that <suffix> may be empty, from the "" case in <decimalSI>.)
 *
 * <digit> ::= 0 | 1 | ... | 9 <digits> ::= <digit> | <digit><digits> <number> ::= <digits> | <digits>.<digits> |
 * <digits>. | .<digits> <sign> ::= "+" | "-" <signedNumber> ::= <number> | <sign><number> <suffix> ::= <binarySI> |
 * <decimalExponent> | <decimalSI> <binarySI> ::= Ki | Mi | Gi | Ti | Pi | Ei
 *
 *   (International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)
 *
 * <decimalSI> ::= m | "" | k | M | G | T | P | E
 *
 *   (Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)
 *
 * <decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber> ```
 *
 * No matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in
 * magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or rounded up.
 * (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or smaller quantities.
 *
 * When a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type
 * again when it is serialized.
 *
 * Before serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted up
 * or down (with a corresponding increase or decrease in Mantissa) such that:
 *
 * - No precision is lost - No fractional digits will be emitted - The exponent (or suffix) is as large as possible.
 *
 * The sign will be omitted unless the number is negative.
 *
 * Examples:
 *
 * - 1.5 will be serialized as "1500m" - 1.5Gi will be serialized as "1536Mi"
 *
 * Note that the quantity will NEVER be internally represented by a floating point number. That is the whole point of
 * this exercise.
 *
 * Non-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical
 * form. (So always use canonical form, or don't diff.)
 *
 * This format is intended to make it difficult to use these numbers without writing some sort of special handling
 * code in the hopes that that will cause implementors to also use a fixed point implementation.
 */
export type Quantity = string;

/**
 * Represents a Quobyte mount that lasts the lifetime of a pod. Quobyte volumes do not support ownership management or
 * SELinux relabeling.
 */
export interface QuobyteVolumeSource {
  /** group to map volume access to Default is no group */
  group?: string;
  /** readOnly here will force the Quobyte volume to be mounted with read-only permissions. Defaults to false. */
  readOnly?: boolean;
  /**
   * registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair
   * (multiple entries are separated with commas) which acts as the central registry for volumes
   */
  registry: string;
  /**
   * tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, value is
   * set by the plugin
   */
  tenant?: string;
  /** user to map volume access to Defaults to serivceaccount user */
  user?: string;
  /** volume is a string that references an already created Quobyte volume by name. */
  volume: string;
}

/**
 * Represents a Rados Block Device mount that lasts the lifetime of a pod. RBD volumes support ownership management
 * and SELinux relabeling.
 */
export interface RBDVolumeSource {
  /**
   * fsType is the filesystem type of the volume that you want to mount. Tip: Ensure that the filesystem type is
   * supported by the host operating system. Examples: "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if
   * unspecified. More info: https://kubernetes.io/docs/concepts/storage/volumes#rbd
   */
  fsType?: string;
  /** image is the rados image name. More info: https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it */
  image: string;
  /**
   * keyring is the path to key ring for RBDUser. Default is /etc/ceph/keyring. More info:
   * https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  keyring?: string;
  /**
   * monitors is a collection of Ceph monitors. More info: https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  monitors: string[];
  /**
   * pool is the rados pool name. Default is rbd. More info:
   * https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  pool?: string;
  /**
   * readOnly here will force the ReadOnly setting in VolumeMounts. Defaults to false. More info:
   * https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  readOnly?: boolean;
  /**
   * secretRef is name of the authentication secret for RBDUser. If provided overrides keyring. Default is nil. More
   * info: https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  secretRef?: LocalObjectReference;
  /**
   * user is the rados user name. Default is admin. More info:
   * https://examples.k8s.io/volumes/rbd/README.md#how-to-use-it
   */
  user?: string;
}

export interface RateLimit {
  requestsPerUnit: number;
  /** Defaults to Second */
  unit?: '' | 'Second' | 'Minute' | 'Hour';
}

/**
 * RedisEventSource describes an event source for the Redis PubSub. More info at
 * https://godoc.org/github.com/go-redis/redis#example-PubSub
 */
export interface RedisEventSource {
  channels: string[];
  /** DB to use. If not specified, default DB 0 will be used. */
  db?: number;
  /** Filter */
  filter?: EventSourceFilter;
  /** HostAddress refers to the address of the Redis host/server */
  hostAddress: string;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Namespace to use to retrieve the password from. It should only be specified if password is declared */
  namespace?: string;
  /** Password required for authentication if any. */
  password?: SecretKeySelector;
  /** TLS configuration for the redis client. */
  tls?: TLSConfig;
  /** Username required for ACL style authentication if any. */
  username?: string;
}

/** RedisStreamEventSource describes an event source for Redis streams (https://redis.io/topics/streams-intro) */
export interface RedisStreamEventSource {
  /**
   * ConsumerGroup refers to the Redis stream consumer group that will be created on all redis streams. Messages are
   * read through this group. Defaults to 'argo-events-cg'
   */
  consumerGroup?: string;
  /** DB to use. If not specified, default DB 0 will be used. */
  db?: number;
  /** Filter */
  filter?: EventSourceFilter;
  /** HostAddress refers to the address of the Redis host/server (master instance) */
  hostAddress: string;
  /**
   * MaxMsgCountPerRead holds the maximum number of messages per stream that will be read in each XREADGROUP of all
   * streams Example: if there are 2 streams and MaxMsgCountPerRead=10, then each XREADGROUP may read upto a total of
   * 20 messages. Same as COUNT option in XREADGROUP(https://redis.io/topics/streams-intro). Defaults to 10
   */
  maxMsgCountPerRead?: number;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Password required for authentication if any. */
  password?: SecretKeySelector;
  /** Streams to look for entries. XREADGROUP is used on all streams using a single consumer group. */
  streams: string[];
  /** TLS configuration for the redis client. */
  tls?: TLSConfig;
  /** Username required for ACL style authentication if any. */
  username?: string;
}

/** ResourceClaim references one entry in PodSpec.ResourceClaims. */
export interface ResourceClaim {
  /**
   * Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used. It makes
   * that resource available inside a container.
   */
  name: string;
  /**
   * Request is the name chosen for a request in the referenced claim. If empty, everything from the claim is made
   * available, otherwise only the result of this request.
   */
  request?: string;
}

/** ResourceEventSource refers to a event-source for K8s resource related events. */
export interface ResourceEventSource {
  /** EventTypes is the list of event type to watch. Possible values are - ADD, UPDATE and DELETE. */
  eventTypes: ('ADD' | 'UPDATE' | 'DELETE')[];
  /**
   * Filter is applied on the metadata of the resource If you apply filter, then the internal event informer will only
   * monitor objects that pass the filter.
   */
  filter?: ResourceFilter;
  group?: string;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Namespace where resource is deployed */
  namespace?: string;
  resource: string;
  version: string;
}

/** ResourceFieldSelector represents container resources (cpu, memory) and their output format */
export interface ResourceFieldSelector {
  /** Container name: required for volumes, optional for env vars */
  containerName?: string;
  /** Specifies the output format of the exposed resources, defaults to "1" */
  divisor?: Quantity;
  /** Required: resource to select */
  resource: string;
}

/** ResourceFilter contains K8s ObjectMeta information to further filter resource event objects */
export interface ResourceFilter {
  /** If the resource is created after the start time then the event is treated as valid. */
  afterStart?: boolean;
  /** If resource is created before the specified time then the event is treated as valid. */
  createdBy?: Time;
  /**
   * Fields provide field filters similar to K8s field selector (see
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/). Unlike K8s field selector,
   * it supports arbitrary fileds like "spec.serviceAccountName", and the value could be a string or a regex. Same as
   * K8s field selector, operator "=", "==" and "!=" are supported.
   */
  fields?: FieldSelector[];
  /**
   * Labels provide listing options to K8s API to watch resource/s. Refer
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/label-selectors/ for more info. Unlike K8s
   * field selector, multiple values are passed as comma separated values instead of list of values. Eg: value:
   * value1,value2. Same as K8s label selector, operator "=", "==", "!=", "exists", "!", "notin", "in", "gt" and "lt"
   * are supported
   */
  labels?: Selector[];
  /** Prefix filter is applied on the resource name. */
  prefix?: string;
}

/** ResourceRequirements describes the compute resource requirements. */
export interface ResourceRequirements {
  /**
   * Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container.
   *
   * This is an alpha field and requires enabling the DynamicResourceAllocation feature gate.
   *
   * This field is immutable. It can only be set for containers.
   */
  claims?: ResourceClaim[];
  /**
   * Limits describes the maximum amount of compute resources allowed. More info:
   * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  limits?: { [key: string]: Quantity };
  /**
   * Requests describes the minimum amount of compute resources required. If Requests is omitted for a container, it
   * defaults to Limits if that is explicitly specified, otherwise to an implementation-defined value. Requests cannot
   * exceed Limits. More info: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  requests?: { [key: string]: Quantity };
}

/** S3Artifact contains information about an S3 connection and bucket */
export interface S3Artifact {
  accessKey: SecretKeySelector;
  bucket: S3Bucket;
  caCertificate?: SecretKeySelector;
  endpoint: string;
  events?: string[];
  filter?: S3Filter;
  insecure?: boolean;
  metadata?: { [key: string]: string };
  region?: string;
  secretKey: SecretKeySelector;
}

/** S3Bucket contains information to describe an S3 Bucket */
export interface S3Bucket {
  key?: string;
  name: string;
}

/** S3Filter represents filters to apply to bucket notifications for specifying constraints on objects */
export interface S3Filter {
  prefix?: string;
  suffix?: string;
}

/** SASLConfig refers to SASL configuration for a client */
export interface SASLConfig {
  /**
   * SASLMechanism is the name of the enabled SASL mechanism. Possible values: OAUTHBEARER, PLAIN (defaults to PLAIN).
   */
  mechanism?: '' | 'PLAIN' | 'OAUTHBEARER' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'GSSAPI';
  /** Password for SASL/PLAIN authentication */
  passwordSecret: SecretKeySelector;
  /** User is the authentication identity (authcid) to present for SASL/PLAIN or SASL/SCRAM authentication */
  userSecret: SecretKeySelector;
}

/** SELinuxOptions are the labels to be applied to the container */
export interface SELinuxOptions {
  /** Level is SELinux level label that applies to the container. */
  level?: string;
  /** Role is a SELinux role label that applies to the container. */
  role?: string;
  /** Type is a SELinux type label that applies to the container. */
  type?: string;
  /** User is a SELinux user label that applies to the container. */
  user?: string;
}

/**
 * SFTPEventSource describes an event-source for sftp related events.
 *
 * At least one of `password`, `sshKeySecret` has to be there.
 */
export interface SFTPEventSource {
  /** Address sftp address. */
  address: SecretKeySelector;
  /**
   * Type of file operations to watch Refer https://github.com/fsnotify/fsnotify/blob/master/fsnotify.go for more
   * information
   */
  eventType: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Password required for authentication if any. */
  password?: SecretKeySelector;
  /** PollIntervalDuration the interval at which to poll the SFTP server defaults to 10 seconds */
  pollIntervalDuration?: string;
  /** SSHKeySecret refers to the secret that contains SSH key. Key needs to contain private key and public key. */
  sshKeySecret?: SecretKeySelector;
  /** Username required for authentication if any. */
  username: SecretKeySelector;
  /** WatchPathConfig contains configuration about the file path to watch */
  watchPathConfig: WatchPathConfig;
}

/** SNSEventSource refers to event-source for AWS SNS related events */
export interface SNSEventSource {
  /** AccessKey refers K8s secret containing aws access key */
  accessKey?: SecretKeySelector;
  /** Endpoint configures connection to a specific SNS endpoint instead of Amazons servers */
  endpoint?: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Region is AWS region */
  region: string;
  /** RoleARN is the Amazon Resource Name (ARN) of the role to assume. */
  roleARN?: string;
  /** SecretKey refers K8s secret containing aws secret key */
  secretKey?: SecretKeySelector;
  /** TopicArn */
  topicArn: string;
  /** ValidateSignature is boolean that can be set to true for SNS signature verification */
  validateSignature?: boolean;
  /** Webhook configuration for http server */
  webhook: WebhookContext;
}

/** SQSEventSource refers to event-source for AWS SQS related events */
export interface SQSEventSource {
  /** AccessKey refers K8s secret containing aws access key */
  accessKey?: SecretKeySelector;
  /**
   * DLQ specifies if a dead-letter queue is configured for messages that can't be processed successfully. If set to
   * true, messages with invalid payload won't be acknowledged to allow to forward them farther to the dead-letter
   * queue. The default value is false.
   */
  dlq?: boolean;
  /** Endpoint configures connection to a specific SQS endpoint instead of Amazons servers */
  endpoint?: string;
  /** Filter */
  filter?: EventSourceFilter;
  /** JSONBody specifies that all event body payload coming from this source will be JSON */
  jsonBody?: boolean;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Queue is AWS SQS queue to listen to for messages */
  queue: string;
  /** QueueAccountID is the ID of the account that created the queue to monitor */
  queueAccountId?: string;
  /** Region is AWS region */
  region: string;
  /** RoleARN is the Amazon Resource Name (ARN) of the role to assume. */
  roleARN?: string;
  /** SecretKey refers K8s secret containing aws secret key */
  secretKey?: SecretKeySelector;
  /** SessionToken refers to K8s secret containing AWS temporary credentials(STS) session token */
  sessionToken?: SecretKeySelector;
  /**
   * WaitTimeSeconds is The duration (in seconds) for which the call waits for a message to arrive in the queue before
   * returning.
   */
  waitTimeSeconds?: number;
}

/** ScaleIOVolumeSource represents a persistent ScaleIO volume */
export interface ScaleIOVolumeSource {
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex.
   * "ext4", "xfs", "ntfs". Default is "xfs".
   */
  fsType?: string;
  /** gateway is the host address of the ScaleIO API Gateway. */
  gateway: string;
  /** protectionDomain is the name of the ScaleIO Protection Domain for the configured storage. */
  protectionDomain?: string;
  /** readOnly Defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. */
  readOnly?: boolean;
  /**
   * secretRef references to the secret for ScaleIO user and other sensitive information. If this is not provided,
   * Login operation will fail.
   */
  secretRef: LocalObjectReference;
  /** sslEnabled Flag enable/disable SSL communication with Gateway, default false */
  sslEnabled?: boolean;
  /**
   * storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned. Default is
   * ThinProvisioned.
   */
  storageMode?: string;
  /** storagePool is the ScaleIO Storage Pool associated with the protection domain. */
  storagePool?: string;
  /** system is the name of the storage system as configured in ScaleIO. */
  system: string;
  /**
   * volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume
   * source.
   */
  volumeName?: string;
}

/** SchemaRegistryConfig refers to configuration for a client */
export interface SchemaRegistryConfig {
  /** SchemaRegistry - basic authentication */
  auth?: BasicAuth;
  /** Schema ID */
  schemaId?: number;
  /** Schema Registry URL. */
  url: string;
}

/** SeccompProfile defines a pod/container's seccomp profile settings. Only one profile source may be set. */
export interface SeccompProfile {
  /**
   * localhostProfile indicates a profile defined in a file on the node should be used. The profile must be
   * preconfigured on the node to work. Must be a descending path, relative to the kubelet's configured seccomp
   * profile location. Must be set if type is "Localhost". Must NOT be set for any other type.
   */
  localhostProfile?: string;
  /**
   * type indicates which kind of seccomp profile will be applied. Valid options are:
   *
   * Localhost - a profile defined in a file on the node should be used. RuntimeDefault - the container runtime
   * default profile should be used. Unconfined - no profile should be applied.
   */
  type: string;
}

/**
 * SecretEnvSource selects a Secret to populate the environment variables with.
 *
 * The contents of the target Secret's Data field will represent the key-value pairs as environment variables.
 */
export interface SecretEnvSource {
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** Specify whether the Secret must be defined */
  optional?: boolean;
}

/** SecretKeySelector selects a key of a Secret. */
export interface SecretKeySelector {
  /** The key of the secret to select from. Must be a valid secret key. */
  key: string;
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** Specify whether the Secret or its key must be defined */
  optional?: boolean;
}

/**
 * Adapts a secret into a projected volume.
 *
 * The contents of the target Secret's Data field will be presented in a projected volume as files using the keys in
 * the Data field as the file names. Note that this is identical to a secret volume source without the default mode.
 */
export interface SecretProjection {
  /**
   * items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the
   * volume as a file whose name is the key and content is the value. If specified, the listed keys will be projected
   * into the specified paths, and unlisted keys will not be present. If a key is specified which is not present in
   * the Secret, the volume setup will error unless it is marked optional. Paths must be relative and may not contain
   * the '..' path or start with '..'.
   */
  items?: KeyToPath[];
  /**
   * Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be
   * empty. Instances of this type with an empty value here are almost certainly wrong. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name?: string;
  /** optional field specify whether the Secret or its key must be defined */
  optional?: boolean;
}

/**
 * Adapts a Secret into a volume.
 *
 * The contents of the target Secret's Data field will be presented in a volume as files using the keys in the Data
 * field as the file names. Secret volumes support ownership management and SELinux relabeling.
 */
export interface SecretVolumeSource {
  /**
   * defaultMode is Optional: mode bits used to set permissions on created files by default. Must be an octal value
   * between 0000 and 0777 or a decimal value between 0 and 511. YAML accepts both octal and decimal values, JSON
   * requires decimal values for mode bits. Defaults to 0644. Directories within the path are not affected by this
   * setting. This might be in conflict with other options that affect the file mode, like fsGroup, and the result can
   * be other mode bits set.
   */
  defaultMode?: number;
  /**
   * items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the
   * volume as a file whose name is the key and content is the value. If specified, the listed keys will be projected
   * into the specified paths, and unlisted keys will not be present. If a key is specified which is not present in
   * the Secret, the volume setup will error unless it is marked optional. Paths must be relative and may not contain
   * the '..' path or start with '..'.
   */
  items?: KeyToPath[];
  /** optional field specify whether the Secret or its keys must be defined */
  optional?: boolean;
  /**
   * secretName is the name of the secret in the pod's namespace to use. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#secret
   */
  secretName?: string;
}

/** SecureHeader refers to HTTP Headers with auth tokens as values */
export interface SecureHeader {
  name: string;
  /** Values can be read from either secrets or configmaps */
  valueFrom: ValueFromSource;
}

/**
 * SecurityContext holds security configuration that will be applied to a container. Some fields are present in both
 * SecurityContext and PodSecurityContext. When both are set, the values in SecurityContext take precedence.
 */
export interface SecurityContext {
  /**
   * AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process. This bool
   * directly controls if the no_new_privs flag will be set on the container process. AllowPrivilegeEscalation is true
   * always when the container is: 1) run as Privileged 2) has CAP_SYS_ADMIN Note that this field cannot be set when
   * spec.os.name is windows.
   */
  allowPrivilegeEscalation?: boolean;
  /**
   * appArmorProfile is the AppArmor options to use by this container. If set, this profile overrides the pod's
   * appArmorProfile. Note that this field cannot be set when spec.os.name is windows.
   */
  appArmorProfile?: AppArmorProfile;
  /**
   * The capabilities to add/drop when running containers. Defaults to the default set of capabilities granted by the
   * container runtime. Note that this field cannot be set when spec.os.name is windows.
   */
  capabilities?: Capabilities;
  /**
   * Run container in privileged mode. Processes in privileged containers are essentially equivalent to root on the
   * host. Defaults to false. Note that this field cannot be set when spec.os.name is windows.
   */
  privileged?: boolean;
  /**
   * procMount denotes the type of proc mount to use for the containers. The default value is Default which uses the
   * container runtime defaults for readonly paths and masked paths. This requires the ProcMountType feature flag to
   * be enabled. Note that this field cannot be set when spec.os.name is windows.
   */
  procMount?: string;
  /**
   * Whether this container has a read-only root filesystem. Default is false. Note that this field cannot be set when
   * spec.os.name is windows.
   */
  readOnlyRootFilesystem?: boolean;
  /**
   * The GID to run the entrypoint of the container process. Uses runtime default if unset. May also be set in
   * PodSecurityContext. If set in both SecurityContext and PodSecurityContext, the value specified in SecurityContext
   * takes precedence. Note that this field cannot be set when spec.os.name is windows.
   */
  runAsGroup?: number;
  /**
   * Indicates that the container must run as a non-root user. If true, the Kubelet will validate the image at runtime
   * to ensure that it does not run as UID 0 (root) and fail to start the container if it does. If unset or false, no
   * such validation will be performed. May also be set in PodSecurityContext. If set in both SecurityContext and
   * PodSecurityContext, the value specified in SecurityContext takes precedence.
   */
  runAsNonRoot?: boolean;
  /**
   * The UID to run the entrypoint of the container process. Defaults to user specified in image metadata if
   * unspecified. May also be set in PodSecurityContext. If set in both SecurityContext and PodSecurityContext, the
   * value specified in SecurityContext takes precedence. Note that this field cannot be set when spec.os.name is
   * windows.
   */
  runAsUser?: number;
  /**
   * The SELinux context to be applied to the container. If unspecified, the container runtime will allocate a random
   * SELinux context for each container. May also be set in PodSecurityContext. If set in both SecurityContext and
   * PodSecurityContext, the value specified in SecurityContext takes precedence. Note that this field cannot be set
   * when spec.os.name is windows.
   */
  seLinuxOptions?: SELinuxOptions;
  /**
   * The seccomp options to use by this container. If seccomp options are provided at both the pod & container level,
   * the container options override the pod options. Note that this field cannot be set when spec.os.name is windows.
   */
  seccompProfile?: SeccompProfile;
  /**
   * The Windows specific settings applied to all containers. If unspecified, the options from the PodSecurityContext
   * will be used. If set in both SecurityContext and PodSecurityContext, the value specified in SecurityContext takes
   * precedence. Note that this field cannot be set when spec.os.name is linux.
   */
  windowsOptions?: WindowsSecurityContextOptions;
}

/** Selector represents conditional operation to select K8s objects. */
export interface Selector {
  /** Key name */
  key: string;
  /**
   * Supported operations like ==, != etc. Defaults to ==. Refer
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors for more info.
   */
  operation?: '' | '!' | '=' | '==' | 'in' | '!=' | 'notin' | 'exists' | 'gt' | 'lt';
  /** Value */
  value?: string;
}

/** Sensor is the definition of a sensor resource */
export interface Sensor {
  /**
   * APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized
   * schemas to the latest internal value, and may reject unrecognized values. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources
   */
  apiVersion: 'argoproj.io/v1alpha1';
  /**
   * Kind is a string value representing the REST resource this object represents. Servers may infer this from the
   * endpoint the client submits requests to. Cannot be updated. In CamelCase. More info:
   * https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds
   */
  kind: 'Sensor';
  metadata: ObjectMeta;
  spec: SensorSpec;
}

/** SensorSpec represents desired sensor state */
export interface SensorSpec {
  /** Dependencies is a list of the events that this sensor is dependent on. */
  dependencies: EventDependency[];
  /**
   * ErrorOnFailedRound if set to true, marks sensor state as `error` if the previous trigger round fails. Once sensor
   * state is set to `error`, no further triggers will be processed.
   */
  errorOnFailedRound?: boolean;
  /** EventBusName references to a EventBus name. By default the value is "default" */
  eventBusName?: string;
  /** LoggingFields add additional key-value pairs when logging happens */
  loggingFields?: { [key: string]: string };
  /** Replicas is the sensor deployment replicas */
  replicas?: number;
  /** RevisionHistoryLimit specifies how many old deployment revisions to retain */
  revisionHistoryLimit?: number;
  /** Template is the pod specification for the sensor */
  template?: Template;
  /** Triggers is a list of the things that this sensor evokes. These are the outputs from this sensor. */
  triggers: Trigger[];
}

/** Service holds the service information eventsource exposes */
export interface Service {
  /**
   * clusterIP is the IP address of the service and is usually assigned randomly by the master. If an address is
   * specified manually and is not in use by others, it will be allocated to the service; otherwise, creation of the
   * service will fail. This field can not be changed through updates. Valid values are "None", empty string (""), or
   * a valid IP address. "None" can be specified for headless services when proxying is not required. More info:
   * https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies
   */
  clusterIP?: string;
  /** Metadata sets the pods's metadata, i.e. annotations and labels default={annotations: {}, labels: {}} */
  metadata?: Metadata;
  /** The list of ports that are exposed by this ClusterIP service. */
  ports?: ServicePort[];
}

/**
 * ServiceAccountTokenProjection represents a projected service account token volume. This projection can be used to
 * insert a service account token into the pods runtime filesystem for use against APIs (Kubernetes API Server or
 * otherwise).
 */
export interface ServiceAccountTokenProjection {
  /**
   * audience is the intended audience of the token. A recipient of a token must identify itself with an identifier
   * specified in the audience of the token, and otherwise should reject the token. The audience defaults to the
   * identifier of the apiserver.
   */
  audience?: string;
  /**
   * expirationSeconds is the requested duration of validity of the service account token. As the token approaches
   * expiration, the kubelet volume plugin will proactively rotate the service account token. The kubelet will start
   * trying to rotate the token if the token is older than 80 percent of its time to live or if the token is older
   * than 24 hours.Defaults to 1 hour and must be at least 10 minutes.
   */
  expirationSeconds?: number;
  /** path is the path relative to the mount point of the file to project the token into. */
  path: string;
}

/** ServicePort contains information on service's port. */
export interface ServicePort {
  /**
   * The application protocol for this port. This is used as a hint for implementations to offer richer behavior for
   * protocols that they understand. This field follows standard Kubernetes label syntax. Valid values are either:
   *
   * * Un-prefixed protocol names - reserved for IANA standard service names (as per RFC-6335 and
   * https://www.iana.org/assignments/service-names).
   *
   * * Kubernetes-defined prefixed names:
   *   * 'kubernetes.io/h2c' - HTTP/2 prior knowledge over cleartext as described in
   *   https://www.rfc-editor.org/rfc/rfc9113.html#name-starting-http-2-with-prior-
   *   * 'kubernetes.io/ws' - WebSocket over cleartext as described in https://www.rfc-editor.org/rfc/rfc6455
   *   * 'kubernetes.io/wss' - WebSocket over TLS as described in https://www.rfc-editor.org/rfc/rfc6455
   *
   * * Other protocols should use implementation-defined prefixed names such as mycompany.com/my-custom-protocol.
   */
  appProtocol?: string;
  /**
   * The name of this port within the service. This must be a DNS_LABEL. All ports within a ServiceSpec must have
   * unique names. When considering the endpoints for a Service, this must match the 'name' field in the EndpointPort.
   * Optional if only one ServicePort is defined on this service.
   */
  name?: string;
  /**
   * The port on each node on which this service is exposed when type is NodePort or LoadBalancer. Usually assigned by
   * the system. If a value is specified, in-range, and not in use it will be used, otherwise the operation will fail.
   * If not specified, a port will be allocated if this Service requires one. If this field is specified when creating
   * a Service which does not need it, creation will fail. This field will be wiped when updating a Service to no
   * longer need it (e.g. changing type from NodePort to ClusterIP). More info:
   * https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
   */
  nodePort?: number;
  /** The port that will be exposed by this service. */
  port: number;
  /** The IP protocol for this port. Supports "TCP", "UDP", and "SCTP". Default is TCP. */
  protocol?: string;
  /**
   * Number or name of the port to access on the pods targeted by the service. Number must be in the range 1 to 65535.
   * Name must be an IANA_SVC_NAME. If this is a string, it will be looked up as a named port in the target Pod's
   * container ports. If this is not specified, the value of the 'port' field is used (an identity map). This field is
   * ignored for services with clusterIP=None, and should be omitted or set equal to the 'port' field. More info:
   * https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
   */
  targetPort?: IntOrString;
}

/** SlackEventSource refers to event-source for Slack related events */
export interface SlackEventSource {
  /** Filter */
  filter?: EventSourceFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Slack App signing secret */
  signingSecret: SecretKeySelector;
  /** Token for URL verification handshake */
  token: SecretKeySelector;
  /** Webhook holds configuration for a REST endpoint */
  webhook: WebhookContext;
}

export interface SlackSender {
  /** Icon is the Slack application's icon, e.g. :robot_face: or https://example.com/image.png */
  icon?: string;
  /** Username is the Slack application's username */
  username?: string;
}

export interface SlackThread {
  /** BroadcastMessageToChannel allows to also broadcast the message from the thread to the channel */
  broadcastMessageToChannel?: boolean;
  /** MessageAggregationKey allows to aggregate the messages to a thread by some key. */
  messageAggregationKey?: string;
}

/** SlackTrigger refers to the specification of the slack notification trigger. */
export interface SlackTrigger {
  /**
   * Attachments is a JSON format string that represents an array of Slack attachments according to the attachments
   * API: https://api.slack.com/reference/messaging/attachments .
   */
  attachments?: string;
  /**
   * Blocks is a JSON format string that represents an array of Slack blocks according to the blocks API:
   * https://api.slack.com/reference/block-kit/blocks .
   */
  blocks?: string;
  /** Channel refers to which Slack channel to send Slack message. */
  channel?: string;
  /** Message refers to the message to send to the Slack channel. */
  message?: string;
  /** Parameters is the list of key-value extracted from event's payload that are applied to the trigger resource. */
  parameters?: TriggerParameter[];
  /** Sender refers to additional configuration of the Slack application that sends the message. */
  sender?: SlackSender;
  /** SlackToken refers to the Kubernetes secret that holds the slack token required to send messages. */
  slackToken: SecretKeySelector;
  /** Thread refers to additional options for sending messages to a Slack thread. */
  thread?: SlackThread;
}

/** StandardK8STrigger is the standard Kubernetes resource trigger */
export interface StandardK8STrigger {
  /**
   * LiveObject specifies whether the resource should be directly fetched from K8s instead of being marshaled from the
   * resource artifact. If set to true, the resource artifact must contain the information required to uniquely
   * identify the resource in the cluster, that is, you must specify "apiVersion", "kind" as well as "name" and
   * "namespace" meta data. Only valid for operation type `update`
   */
  liveObject?: boolean;
  /** Operation refers to the type of operation performed on the k8s resource. Default value is Create. */
  operation?: '' | 'create' | 'update' | 'patch' | 'delete';
  /** Parameters is the list of parameters that is applied to resolved K8s trigger object. */
  parameters?: TriggerParameter[];
  /**
   * PatchStrategy controls the K8s object patching strategy when the trigger operation is specified as patch.
   * possible values: "application/json-patch+json" "application/merge-patch+json"
   * "application/strategic-merge-patch+json" "application/apply-patch+yaml". Defaults to
   * "application/merge-patch+json"
   */
  patchStrategy?:
    | ''
    | 'application/json-patch+json'
    | 'application/merge-patch+json'
    | 'application/strategic-merge-patch+json'
    | 'application/apply-patch+yaml';
  /** Source of the K8s resource file(s) */
  source: ArtifactLocation;
}

/** StatusPolicy refers to the policy used to check the state of the trigger using response status */
export interface StatusPolicy {
  allow: number[];
}

/** StorageGridEventSource refers to event-source for StorageGrid related events */
export interface StorageGridEventSource {
  /** APIURL is the url of the storagegrid api. */
  apiURL: string;
  /** Auth token for storagegrid api */
  authToken: SecretKeySelector;
  /** Name of the bucket to register notifications for. */
  bucket: string;
  events: string[];
  /** Filter on object key which caused the notification. */
  filter?: StorageGridFilter;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** S3 region. Defaults to us-east-1 */
  region?: string;
  /** TLS configuration for the service bus client */
  tls?: TLSConfig;
  /** TopicArn */
  topicArn: string;
  /** Webhook holds configuration for a REST endpoint */
  webhook: WebhookContext;
}

/** StorageGridFilter represents filters to apply to bucket notifications for specifying constraints on objects */
export interface StorageGridFilter {
  prefix: string;
  suffix: string;
}

/** Represents a StorageOS persistent volume resource. */
export interface StorageOSVolumeSource {
  /**
   * fsType is the filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex.
   * "ext4", "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /** readOnly defaults to false (read/write). ReadOnly here will force the ReadOnly setting in VolumeMounts. */
  readOnly?: boolean;
  /**
   * secretRef specifies the secret to use for obtaining the StorageOS API credentials. If not specified, default
   * values will be attempted.
   */
  secretRef?: LocalObjectReference;
  /**
   * volumeName is the human-readable name of the StorageOS volume. Volume names are only unique within a namespace.
   */
  volumeName?: string;
  /**
   * volumeNamespace specifies the scope of the volume within StorageOS. If no namespace is specified then the Pod's
   * namespace will be used. This allows the Kubernetes name scoping to be mirrored within StorageOS for tighter
   * integration. Set VolumeName to any name to override the default behaviour. Set to "default" if you are not using
   * namespaces within StorageOS. Namespaces that do not pre-exist within StorageOS will be created.
   */
  volumeNamespace?: string;
}

/**
 * StripeEventSource describes the event source for stripe webhook notifications More info at
 * https://stripe.com/docs/webhooks
 */
export interface StripeEventSource {
  /** APIKey refers to K8s secret that holds Stripe API key. Used only if CreateWebhook is enabled. */
  apiKey?: SecretKeySelector;
  /** CreateWebhook if specified creates a new webhook programmatically. */
  createWebhook?: boolean;
  /**
   * EventFilter describes the type of events to listen to. If not specified, all types of events will be processed.
   * More info at https://stripe.com/docs/api/events/list
   */
  eventFilter?: string[];
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /** Webhook holds configuration for a REST endpoint */
  webhook: WebhookContext;
}

/** Sysctl defines a kernel parameter to be set */
export interface Sysctl {
  /** Name of a property to set */
  name: string;
  /** Value of a property to set */
  value: string;
}

/**
 * TLSConfig refers to TLS configuration for a client.
 *
 * At least one of `insecureSkipVerify`, `enabled`, `caCertSecret`, `clientCertSecret` has to be there.
 */
export interface TLSConfig {
  /** CACertSecret refers to the secret that contains the CA cert */
  caCertSecret?: SecretKeySelector;
  /** ClientCertSecret refers to the secret that contains the client cert */
  clientCertSecret?: SecretKeySelector;
  /** ClientKeySecret refers to the secret that contains the client key */
  clientKeySecret?: SecretKeySelector;
  /**
   * Enabled indicates if TLS is enabled. Added for compatibility proposes for Brokers that needs TLS without key
   * authentication
   */
  enabled?: boolean;
  /** If true, skips creation of TLSConfig with certs and creates an empty TLSConfig. (Defaults to false) */
  insecureSkipVerify?: boolean;
}

/** Template holds the information of a deployment template */
export interface Template {
  /** If specified, the pod's scheduling constraints */
  affinity?: Affinity;
  /** Container is the main container image to run in the sensor pod */
  container?: Container;
  /**
   * ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the
   * images used by this PodSpec. If specified, these secrets will be passed to individual puller implementations for
   * them to use. For example, in the case of docker, only DockerConfig type secrets are honored. More info:
   * https://kubernetes.io/docs/concepts/containers/images#specifying-imagepullsecrets-on-a-pod
   */
  imagePullSecrets?: LocalObjectReference[];
  /** Metadata sets the pods's metadata, i.e. annotations and labels */
  metadata?: Metadata;
  /**
   * NodeSelector is a selector which must be true for the pod to fit on a node. Selector which must match a node's
   * labels for the pod to be scheduled on that node. More info:
   * https://kubernetes.io/docs/concepts/configuration/assign-pod-node/
   */
  nodeSelector?: { [key: string]: string };
  /**
   * The priority value. Various system components use this field to find the priority of the EventSource pod. When
   * Priority Admission Controller is enabled, it prevents users from setting this field. The admission controller
   * populates this field from PriorityClassName. The higher the value, the higher the priority. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priority?: number;
  /**
   * If specified, indicates the EventSource pod's priority. "system-node-critical" and "system-cluster-critical" are
   * two special keywords which indicate the highest priorities with the former being the highest priority. Any other
   * name must be defined by creating a PriorityClass object with that name. If not specified, the pod priority will
   * be default or zero if there is no default. More info:
   * https://kubernetes.io/docs/concepts/configuration/pod-priority-preemption/
   */
  priorityClassName?: string;
  /**
   * SecurityContext holds pod-level security attributes and common container settings. Optional: Defaults to empty.
   * See type description for default values of each field.
   */
  securityContext?: PodSecurityContext;
  /**
   * ServiceAccountName is the name of the ServiceAccount to use to run sensor pod. More info:
   * https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
   */
  serviceAccountName?: string;
  /** If specified, the pod's tolerations. */
  tolerations?: Toleration[];
  /** Volumes is a list of volumes that can be mounted by containers in a workflow. */
  volumes?: Volume[];
}

/**
 * Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON. Wrappers are provided for
 * many of the factory methods that the time package offers.
 */
export type Time = string;

/**
 * TimeFilter describes a window in time. It filters out events that occur outside the time limits. In other words,
 * only events that occur after Start and before Stop will pass this filter.
 */
export interface TimeFilter {
  /**
   * Start is the beginning of a time window in UTC. Before this time, events for this dependency are ignored. Format
   * is hh:mm:ss.
   */
  start: string;
  /**
   * Stop is the end of a time window in UTC. After or equal to this time, events for this dependency are ignored and
   * Format is hh:mm:ss. If it is smaller than Start, it is treated as next day of Start (e.g.: 22:00:00-01:00:00
   * means 22:00:00-25:00:00).
   */
  stop: string;
  /**
   * Timezone specifies the timezone for the time window. If not specified, defaults to UTC. Format should be a valid
   * IANA timezone name (e.g., "America/New_York", "Europe/London").
   */
  timezone?: string;
}

/**
 * The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the
 * matching operator <operator>.
 */
export interface Toleration {
  /**
   * Effect indicates the taint effect to match. Empty means match all taint effects. When specified, allowed values
   * are NoSchedule, PreferNoSchedule and NoExecute.
   */
  effect?: string;
  /**
   * Key is the taint key that the toleration applies to. Empty means match all taint keys. If the key is empty,
   * operator must be Exists; this combination means to match all values and all keys.
   */
  key?: string;
  /**
   * Operator represents a key's relationship to the value. Valid operators are Exists and Equal. Defaults to Equal.
   * Exists is equivalent to wildcard for value, so that a pod can tolerate all taints of a particular category.
   */
  operator?: string;
  /**
   * TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this
   * field is ignored) tolerates the taint. By default, it is not set, which means tolerate the taint forever (do not
   * evict). Zero and negative values will be treated as 0 (evict immediately) by the system.
   */
  tolerationSeconds?: number;
  /**
   * Value is the taint value the toleration matches to. If the operator is Exists, the value should be empty,
   * otherwise just a regular string.
   */
  value?: string;
}

/** Trigger is an action taken, output produced, an event created, a message sent */
export interface Trigger {
  /**
   * AtLeastOnce determines the trigger execution semantics. Defaults to false. Trigger execution will use
   * at-most-once semantics. If set to true, Trigger execution will switch to at-least-once semantics.
   */
  atLeastOnce?: boolean;
  /**
   * If the trigger fails, it will retry up to the configured number of retries. If the maximum retries are reached
   * and the trigger is set to execute atLeastOnce, the dead letter queue (DLQ) trigger will be invoked if specified.
   * Invoking the dead letter queue trigger helps prevent data loss.
   */
  dlqTrigger?: Trigger;
  /** Parameters is the list of parameters applied to the trigger template definition */
  parameters?: TriggerParameter[];
  /** Policy to configure backoff and execution criteria for the trigger */
  policy?: TriggerPolicy;
  /** Rate limit, default unit is Second */
  rateLimit?: RateLimit;
  /** Retry strategy, defaults to no retry */
  retryStrategy?: Backoff;
  /** Template describes the trigger specification. */
  template: TriggerTemplate;
}

/** TriggerParameter indicates a passed parameter to a service template */
export interface TriggerParameter {
  /**
   * Dest is the JSONPath of a resource key. A path is a series of keys separated by a dot. The colon character can be
   * escaped with '.' The -1 key can be used to append a value to an existing array. See
   * https://github.com/tidwall/sjson#path-syntax for more information about how this is used.
   */
  dest: string;
  /** Operation is what to do with the existing value at Dest, whether to 'prepend', 'overwrite', or 'append' it. */
  operation?: '' | 'append' | 'overwrite' | 'prepend';
  /** Src contains a source reference to the value of the parameter from a dependency */
  src: TriggerParameterSource;
}

/** TriggerParameterSource defines the source for a parameter from a event event */
export interface TriggerParameterSource {
  /**
   * ContextKey is the JSONPath of the event's (JSON decoded) context key ContextKey is a series of keys separated by
   * a dot. A key may contain wildcard characters '*' and '?'. To access an array value use the index as the key. The
   * dot and wildcard characters can be escaped with '\\'. See https://github.com/tidwall/gjson#path-syntax for more
   * information on how to use this.
   */
  contextKey?: string;
  /**
   * ContextTemplate is a go-template for extracting a string from the event's context. If a ContextTemplate is
   * provided with a ContextKey, the template will be evaluated first and fallback to the ContextKey. The templating
   * follows the standard go-template syntax as well as sprig's extra functions. See https://pkg.go.dev/text/template
   * and https://masterminds.github.io/sprig/
   */
  contextTemplate?: string;
  /**
   * DataKey is the JSONPath of the event's (JSON decoded) data key DataKey is a series of keys separated by a dot. A
   * key may contain wildcard characters '*' and '?'. To access an array value use the index as the key. The dot and
   * wildcard characters can be escaped with '\\'. See https://github.com/tidwall/gjson#path-syntax for more
   * information on how to use this.
   */
  dataKey?: string;
  /**
   * DataTemplate is a go-template for extracting a string from the event's data. If a DataTemplate is provided with a
   * DataKey, the template will be evaluated first and fallback to the DataKey. The templating follows the standard
   * go-template syntax as well as sprig's extra functions. See https://pkg.go.dev/text/template and
   * https://masterminds.github.io/sprig/
   */
  dataTemplate?: string;
  /**
   * DependencyName refers to the name of the dependency. The event which is stored for this dependency is used as
   * payload for the parameterization. Make sure to refer to one of the dependencies you have defined under
   * Dependencies list.
   */
  dependencyName: string;
  /**
   * UseRawData indicates if the value in an event at data key should be used without converting to string. When true,
   * a number, boolean, json or string parameter may be extracted. When the field is unspecified, or explicitly false,
   * the behavior is to turn the extracted field into a string. (e.g. when set to true, the parameter 123 will resolve
   * to the numerical type, but when false, or not provided, the string "123" will be resolved)
   */
  useRawData?: boolean;
  /**
   * Value is the default literal value to use for this parameter source This is only used if the DataKey is invalid.
   * If the DataKey is invalid and this is not defined, this param source will produce an error.
   */
  value?: string;
}

/** TriggerPolicy dictates the policy for the trigger retries */
export interface TriggerPolicy {
  /** K8SResourcePolicy refers to the policy used to check the state of K8s based triggers using using labels */
  k8s?: K8SResourcePolicy;
  /** Status refers to the policy used to check the state of the trigger using response status */
  status?: StatusPolicy;
}

/**
 * TriggerTemplate is the template that describes trigger specification.
 *
 * Exactly one of `argoWorkflow`, `awsLambda`, `azureEventHubs`, `azureServiceBus`, `custom`, `email`, `http`, `k8s`,
 * `kafka`, `log`, `nats`, `openWhisk`, `pulsar`, `slack` has to be there.
 */
export interface TriggerTemplate {
  /** ArgoWorkflow refers to the trigger that can perform various operations on an Argo workflow. */
  argoWorkflow?: ArgoWorkflowTrigger;
  /**
   * AWSLambda refers to the trigger designed to invoke AWS Lambda function with with on-the-fly constructable
   * payload.
   */
  awsLambda?: AWSLambdaTrigger;
  /** AzureEventHubs refers to the trigger send an event to an Azure Event Hub. */
  azureEventHubs?: AzureEventHubsTrigger;
  /** AzureServiceBus refers to the trigger designed to place messages on Azure Service Bus */
  azureServiceBus?: AzureServiceBusTrigger;
  /** Conditions is the conditions to execute the trigger. For example: "(dep01 || dep02) && dep04" */
  conditions?: string;
  /** Criteria to reset the conditons */
  conditionsReset?: ConditionsResetCriteria[];
  /**
   * CustomTrigger refers to the trigger designed to connect to a gRPC trigger server and execute a custom trigger.
   */
  custom?: CustomTrigger;
  /** Email refers to the trigger designed to send an email notification */
  email?: EmailTrigger;
  /** HTTP refers to the trigger designed to dispatch a HTTP request with on-the-fly constructable payload. */
  http?: HTTPTrigger;
  /** StandardK8STrigger refers to the trigger designed to create or update a generic Kubernetes resource. */
  k8s?: StandardK8STrigger;
  /** Kafka refers to the trigger designed to place messages on Kafka topic. */
  kafka?: KafkaTrigger;
  /** Log refers to the trigger designed to invoke log the event. */
  log?: LogTrigger;
  /** Name is a unique name of the action to take. */
  name: string;
  /** NATS refers to the trigger designed to place message on NATS subject. */
  nats?: NATSTrigger;
  /** OpenWhisk refers to the trigger designed to invoke OpenWhisk action. */
  openWhisk?: OpenWhiskTrigger;
  /** Pulsar refers to the trigger designed to place messages on Pulsar topic. */
  pulsar?: PulsarTrigger;
  /** Slack refers to the trigger designed to send slack notification message. */
  slack?: SlackTrigger;
}

/**
 * TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside the same
 * namespace.
 */
export interface TypedLocalObjectReference {
  /**
   * APIGroup is the group for the resource being referenced. If APIGroup is not specified, the specified Kind must be
   * in the core API group. For any other third-party types, APIGroup is required.
   */
  apiGroup?: string;
  /** Kind is the type of resource being referenced */
  kind: string;
  /** Name is the name of resource being referenced */
  name: string;
}

/** TypedObjectReference contains enough information to let you locate the typed referenced object */
export interface TypedObjectReference {
  /**
   * APIGroup is the group for the resource being referenced. If APIGroup is not specified, the specified Kind must be
   * in the core API group. For any other third-party types, APIGroup is required.
   */
  apiGroup?: string;
  /** Kind is the type of resource being referenced */
  kind: string;
  /** Name is the name of resource being referenced */
  name: string;
  /**
   * Namespace is the namespace of resource being referenced Note that when a namespace is specified, a
   * gateway.networking.k8s.io/ReferenceGrant object is required in the referent namespace to allow that namespace's
   * owner to accept the reference. See the ReferenceGrant documentation for details. (Alpha) This field requires the
   * CrossNamespaceVolumeDataSource feature gate to be enabled.
   */
  namespace?: string;
}

/** URLArtifact contains information about an artifact at an HTTP endpoint. */
export interface URLArtifact {
  /** Path is the complete URL */
  path: string;
  /** VerifyCert decides whether the connection is secure or not */
  verifyCert?: boolean;
}

/**
 * ValueFromSource allows you to reference keys from either a Configmap or Secret
 *
 * Exactly one of `configMapKeyRef`, `secretKeyRef` has to be there.
 */
export interface ValueFromSource {
  configMapKeyRef?: ConfigMapKeySelector;
  secretKeyRef?: SecretKeySelector;
}

/** Volume represents a named volume in a pod that may be accessed by any container in the pod. */
export interface Volume {
  /**
   * awsElasticBlockStore represents an AWS Disk resource that is attached to a kubelet's host machine and then
   * exposed to the pod. Deprecated: AWSElasticBlockStore is deprecated. All operations for the in-tree
   * awsElasticBlockStore type are redirected to the ebs.csi.aws.com CSI driver. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#awselasticblockstore
   */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /**
   * azureDisk represents an Azure Data Disk mount on the host and bind mount to the pod. Deprecated: AzureDisk is
   * deprecated. All operations for the in-tree azureDisk type are redirected to the disk.csi.azure.com CSI driver.
   */
  azureDisk?: AzureDiskVolumeSource;
  /**
   * azureFile represents an Azure File Service mount on the host and bind mount to the pod. Deprecated: AzureFile is
   * deprecated. All operations for the in-tree azureFile type are redirected to the file.csi.azure.com CSI driver.
   */
  azureFile?: AzureFileVolumeSource;
  /**
   * cephFS represents a Ceph FS mount on the host that shares a pod's lifetime. Deprecated: CephFS is deprecated and
   * the in-tree cephfs type is no longer supported.
   */
  cephfs?: CephFSVolumeSource;
  /**
   * cinder represents a cinder volume attached and mounted on kubelets host machine. Deprecated: Cinder is
   * deprecated. All operations for the in-tree cinder type are redirected to the cinder.csi.openstack.org CSI driver.
   * More info: https://examples.k8s.io/mysql-cinder-pd/README.md
   */
  cinder?: CinderVolumeSource;
  /** configMap represents a configMap that should populate this volume */
  configMap?: ConfigMapVolumeSource;
  /**
   * csi (Container Storage Interface) represents ephemeral storage that is handled by certain external CSI drivers.
   */
  csi?: CSIVolumeSource;
  /** downwardAPI represents downward API about the pod that should populate this volume */
  downwardAPI?: DownwardAPIVolumeSource;
  /**
   * emptyDir represents a temporary directory that shares a pod's lifetime. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#emptydir
   */
  emptyDir?: EmptyDirVolumeSource;
  /**
   * ephemeral represents a volume that is handled by a cluster storage driver. The volume's lifecycle is tied to the
   * pod that defines it - it will be created before the pod starts, and deleted when the pod is removed.
   *
   * Use this if: a) the volume is only needed while the pod runs, b) features of normal volumes like restoring from
   * snapshot or capacity
   *    tracking are needed,
   * c) the storage driver is specified through a storage class, and d) the storage driver supports dynamic volume
   * provisioning through
   *    a PersistentVolumeClaim (see EphemeralVolumeSource for more
   *    information on the connection between this volume type
   *    and PersistentVolumeClaim).
   *
   * Use PersistentVolumeClaim or one of the vendor-specific APIs for volumes that persist for longer than the
   * lifecycle of an individual pod.
   *
   * Use CSI for light-weight local ephemeral volumes if the CSI driver is meant to be used that way - see the
   * documentation of the driver for more information.
   *
   * A pod can use both types of ephemeral volumes and persistent volumes at the same time.
   */
  ephemeral?: EphemeralVolumeSource;
  /**
   * fc represents a Fibre Channel resource that is attached to a kubelet's host machine and then exposed to the pod.
   */
  fc?: FCVolumeSource;
  /**
   * flexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin.
   * Deprecated: FlexVolume is deprecated. Consider using a CSIDriver instead.
   */
  flexVolume?: FlexVolumeSource;
  /**
   * flocker represents a Flocker volume attached to a kubelet's host machine. This depends on the Flocker control
   * service being running. Deprecated: Flocker is deprecated and the in-tree flocker type is no longer supported.
   */
  flocker?: FlockerVolumeSource;
  /**
   * gcePersistentDisk represents a GCE Disk resource that is attached to a kubelet's host machine and then exposed to
   * the pod. Deprecated: GCEPersistentDisk is deprecated. All operations for the in-tree gcePersistentDisk type are
   * redirected to the pd.csi.storage.gke.io CSI driver. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#gcepersistentdisk
   */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /**
   * gitRepo represents a git repository at a particular revision. Deprecated: GitRepo is deprecated. To provision a
   * container with a git repo, mount an EmptyDir into an InitContainer that clones the repo using git, then mount the
   * EmptyDir into the Pod's container.
   */
  gitRepo?: GitRepoVolumeSource;
  /**
   * glusterfs represents a Glusterfs mount on the host that shares a pod's lifetime. Deprecated: Glusterfs is
   * deprecated and the in-tree glusterfs type is no longer supported. More info:
   * https://examples.k8s.io/volumes/glusterfs/README.md
   */
  glusterfs?: GlusterfsVolumeSource;
  /**
   * hostPath represents a pre-existing file or directory on the host machine that is directly exposed to the
   * container. This is generally used for system agents or other privileged things that are allowed to see the host
   * machine. Most containers will NOT need this. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#hostpath
   */
  hostPath?: HostPathVolumeSource;
  /**
   * image represents an OCI object (a container image or artifact) pulled and mounted on the kubelet's host machine.
   * The volume is resolved at pod startup depending on which PullPolicy value is provided:
   *
   * - Always: the kubelet always attempts to pull the reference. Container creation will fail If the pull fails. -
   * Never: the kubelet never pulls the reference and only uses a local image or artifact. Container creation will
   * fail if the reference isn't present. - IfNotPresent: the kubelet pulls if the reference isn't already present on
   * disk. Container creation will fail if the reference isn't present and the pull fails.
   *
   * The volume gets re-resolved if the pod gets deleted and recreated, which means that new remote content will
   * become available on pod recreation. A failure to resolve or pull the image during pod startup will block
   * containers from starting and may add significant latency. Failures will be retried using normal volume backoff
   * and will be reported on the pod reason and message. The types of objects that may be mounted by this volume are
   * defined by the container runtime implementation on a host machine and at minimum must include all valid types
   * supported by the container image field. The OCI object gets mounted in a single directory
   * (spec.containers[*].volumeMounts.mountPath) by merging the manifest layers in the same way as for container
   * images. The volume will be mounted read-only (ro) and non-executable files (noexec). Sub path mounts for
   * containers are not supported (spec.containers[*].volumeMounts.subpath). The field
   * spec.securityContext.fsGroupChangePolicy has no effect on this volume type.
   */
  image?: ImageVolumeSource;
  /**
   * iscsi represents an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod.
   * More info: https://examples.k8s.io/volumes/iscsi/README.md
   */
  iscsi?: ISCSIVolumeSource;
  /**
   * name of the volume. Must be a DNS_LABEL and unique within the pod. More info:
   * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
   */
  name: string;
  /**
   * nfs represents an NFS mount on the host that shares a pod's lifetime More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#nfs
   */
  nfs?: NFSVolumeSource;
  /**
   * persistentVolumeClaimVolumeSource represents a reference to a PersistentVolumeClaim in the same namespace. More
   * info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistentvolumeclaims
   */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /**
   * photonPersistentDisk represents a PhotonController persistent disk attached and mounted on kubelets host machine.
   * Deprecated: PhotonPersistentDisk is deprecated and the in-tree photonPersistentDisk type is no longer supported.
   */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /**
   * portworxVolume represents a portworx volume attached and mounted on kubelets host machine. Deprecated:
   * PortworxVolume is deprecated. All operations for the in-tree portworxVolume type are redirected to the
   * pxd.portworx.com CSI driver when the CSIMigrationPortworx feature-gate is on.
   */
  portworxVolume?: PortworxVolumeSource;
  /** projected items for all in one resources secrets, configmaps, and downward API */
  projected?: ProjectedVolumeSource;
  /**
   * quobyte represents a Quobyte mount on the host that shares a pod's lifetime. Deprecated: Quobyte is deprecated
   * and the in-tree quobyte type is no longer supported.
   */
  quobyte?: QuobyteVolumeSource;
  /**
   * rbd represents a Rados Block Device mount on the host that shares a pod's lifetime. Deprecated: RBD is deprecated
   * and the in-tree rbd type is no longer supported. More info: https://examples.k8s.io/volumes/rbd/README.md
   */
  rbd?: RBDVolumeSource;
  /**
   * scaleIO represents a ScaleIO persistent volume attached and mounted on Kubernetes nodes. Deprecated: ScaleIO is
   * deprecated and the in-tree scaleIO type is no longer supported.
   */
  scaleIO?: ScaleIOVolumeSource;
  /**
   * secret represents a secret that should populate this volume. More info:
   * https://kubernetes.io/docs/concepts/storage/volumes#secret
   */
  secret?: SecretVolumeSource;
  /**
   * storageOS represents a StorageOS volume attached and mounted on Kubernetes nodes. Deprecated: StorageOS is
   * deprecated and the in-tree storageos type is no longer supported.
   */
  storageos?: StorageOSVolumeSource;
  /**
   * vsphereVolume represents a vSphere volume attached and mounted on kubelets host machine. Deprecated:
   * VsphereVolume is deprecated. All operations for the in-tree vsphereVolume type are redirected to the
   * csi.vsphere.vmware.com CSI driver.
   */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
}

/** VolumeMount describes a mounting of a Volume within a container. */
export interface VolumeMount {
  /** Path within the container at which the volume should be mounted. Must not contain ':'. */
  mountPath: string;
  /**
   * mountPropagation determines how mounts are propagated from the host to container and the other way around. When
   * not set, MountPropagationNone is used. This field is beta in 1.10. When RecursiveReadOnly is set to IfPossible or
   * to Enabled, MountPropagation must be None or unspecified (which defaults to None).
   */
  mountPropagation?: string;
  /** This must match the Name of a Volume. */
  name: string;
  /** Mounted read-only if true, read-write otherwise (false or unspecified). Defaults to false. */
  readOnly?: boolean;
  /**
   * RecursiveReadOnly specifies whether read-only mounts should be handled recursively.
   *
   * If ReadOnly is false, this field has no meaning and must be unspecified.
   *
   * If ReadOnly is true, and this field is set to Disabled, the mount is not made recursively read-only. If this
   * field is set to IfPossible, the mount is made recursively read-only, if it is supported by the container runtime.
   * If this field is set to Enabled, the mount is made recursively read-only if it is supported by the container
   * runtime, otherwise the pod will not be started and an error will be generated to indicate the reason.
   *
   * If this field is set to IfPossible or Enabled, MountPropagation must be set to None (or be unspecified, which
   * defaults to None).
   *
   * If this field is not specified, it is treated as an equivalent of Disabled.
   */
  recursiveReadOnly?: string;
  /** Path within the volume from which the container's volume should be mounted. Defaults to "" (volume's root). */
  subPath?: string;
  /**
   * Expanded path within the volume from which the container's volume should be mounted. Behaves similarly to SubPath
   * but environment variable references $(VAR_NAME) are expanded using the container's environment. Defaults to ""
   * (volume's root). SubPathExpr and SubPath are mutually exclusive.
   */
  subPathExpr?: string;
}

/**
 * Projection that may be projected along with other supported volume types. Exactly one of these fields must be set.
 */
export interface VolumeProjection {
  /**
   * ClusterTrustBundle allows a pod to access the `.spec.trustBundle` field of ClusterTrustBundle objects in an
   * auto-updating file.
   *
   * Alpha, gated by the ClusterTrustBundleProjection feature gate.
   *
   * ClusterTrustBundle objects can either be selected by name, or by the combination of signer name and a label
   * selector.
   *
   * Kubelet performs aggressive normalization of the PEM contents written into the pod filesystem. Esoteric PEM
   * features such as inter-block comments and block headers are stripped. Certificates are deduplicated. The ordering
   * of certificates within the file is arbitrary, and Kubelet may change the order over time.
   */
  clusterTrustBundle?: ClusterTrustBundleProjection;
  /** configMap information about the configMap data to project */
  configMap?: ConfigMapProjection;
  /** downwardAPI information about the downwardAPI data to project */
  downwardAPI?: DownwardAPIProjection;
  /** secret information about the secret data to project */
  secret?: SecretProjection;
  /** serviceAccountToken is information about the serviceAccountToken data to project */
  serviceAccountToken?: ServiceAccountTokenProjection;
}

/** VolumeResourceRequirements describes the storage resource requirements for a volume. */
export interface VolumeResourceRequirements {
  /**
   * Limits describes the maximum amount of compute resources allowed. More info:
   * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  limits?: { [key: string]: Quantity };
  /**
   * Requests describes the minimum amount of compute resources required. If Requests is omitted for a container, it
   * defaults to Limits if that is explicitly specified, otherwise to an implementation-defined value. Requests cannot
   * exceed Limits. More info: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
   */
  requests?: { [key: string]: Quantity };
}

/** Represents a vSphere volume resource. */
export interface VsphereVirtualDiskVolumeSource {
  /**
   * fsType is filesystem type to mount. Must be a filesystem type supported by the host operating system. Ex. "ext4",
   * "xfs", "ntfs". Implicitly inferred to be "ext4" if unspecified.
   */
  fsType?: string;
  /**
   * storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the StoragePolicyName.
   */
  storagePolicyID?: string;
  /** storagePolicyName is the storage Policy Based Management (SPBM) profile name. */
  storagePolicyName?: string;
  /** volumePath is the path that identifies vSphere volume vmdk */
  volumePath: string;
}

/** Exactly one of `path`, `pathRegexp` has to be there. */
export interface WatchPathConfig {
  /** Directory to watch for events */
  directory: string;
  /** Path is relative path of object to watch with respect to the directory */
  path?: string;
  /** PathRegexp is regexp of relative path of object to watch with respect to the directory */
  pathRegexp?: string;
}

/** WebhookContext holds a general purpose REST API context */
export interface WebhookContext {
  /** AuthSecret holds a secret selector that contains a bearer token for authentication */
  authSecret?: SecretKeySelector;
  /** REST API endpoint */
  endpoint: string;
  /**
   * MaxPayloadSize is the maximum webhook payload size that the server will accept. Requests exceeding that limit
   * will be rejected with "request too large" response. Default value: 1048576 (1MB).
   */
  maxPayloadSize?: number;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * Method is HTTP request method that indicates the desired action to be performed for a given resource. See RFC7231
   * Hypertext Transfer Protocol (HTTP/1.1): Semantics and Content
   */
  method?: string;
  /** Port on which HTTP server is listening for incoming events. */
  port: string;
  /** ServerCertPath refers the file that contains the cert. */
  serverCertSecret?: SecretKeySelector;
  /** ServerKeyPath refers the file that contains private key */
  serverKeySecret?: SecretKeySelector;
  /** URL is the url of the server. */
  url?: string;
}

/** CalendarEventSource describes an HTTP based EventSource */
export interface WebhookEventSource {
  /** AuthSecret holds a secret selector that contains a bearer token for authentication */
  authSecret?: SecretKeySelector;
  /** REST API endpoint */
  endpoint: string;
  /** Filter */
  filter?: EventSourceFilter;
  /**
   * MaxPayloadSize is the maximum webhook payload size that the server will accept. Requests exceeding that limit
   * will be rejected with "request too large" response. Default value: 1048576 (1MB).
   */
  maxPayloadSize?: number;
  /** Metadata holds the user defined metadata which will passed along the event payload. */
  metadata?: { [key: string]: string };
  /**
   * Method is HTTP request method that indicates the desired action to be performed for a given resource. See RFC7231
   * Hypertext Transfer Protocol (HTTP/1.1): Semantics and Content
   */
  method: 'GET' | 'POST';
  /** Port on which HTTP server is listening for incoming events. */
  port: string;
  /** ServerCertPath refers the file that contains the cert. */
  serverCertSecret?: SecretKeySelector;
  /** ServerKeyPath refers the file that contains private key */
  serverKeySecret?: SecretKeySelector;
  /** URL is the url of the server. */
  url?: string;
}

/**
 * The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most preferred
 * node(s)
 */
export interface WeightedPodAffinityTerm {
  /** Required. A pod affinity term, associated with the corresponding weight. */
  podAffinityTerm: PodAffinityTerm;
  /** weight associated with matching the corresponding podAffinityTerm, in the range 1-100. */
  weight: number;
}

/** WindowsSecurityContextOptions contain Windows-specific options and credentials. */
export interface WindowsSecurityContextOptions {
  /**
   * GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) inlines
   * the contents of the GMSA credential spec named by the GMSACredentialSpecName field.
   */
  gmsaCredentialSpec?: string;
  /** GMSACredentialSpecName is the name of the GMSA credential spec to use. */
  gmsaCredentialSpecName?: string;
  /**
   * HostProcess determines if a container should be run as a 'Host Process' container. All of a Pod's containers must
   * have the same effective HostProcess value (it is not allowed to have a mix of HostProcess containers and
   * non-HostProcess containers). In addition, if HostProcess is true then HostNetwork must also be set to true.
   */
  hostProcess?: boolean;
  /**
   * The UserName in Windows to run the entrypoint of the container process. Defaults to the user specified in image
   * metadata if unspecified. May also be set in PodSecurityContext. If set in both SecurityContext and
   * PodSecurityContext, the value specified in SecurityContext takes precedence.
   */
  runAsUserName?: string;
}
