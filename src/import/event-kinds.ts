import type { EventSourceKind } from '../argo-events/event-definition';

/** How the function of a kind of event source takes an event. */
export interface EventKind {
  /** The name of the function. */
  readonly name: string;
  /** Where the server is: in the field `webhook`, or the event is the server. */
  readonly receiver?: 'webhook' | 'own';
  /** The URL of the server: required, or not taken. */
  readonly url?: 'required' | 'none';
  /**
   * The fields that it takes. One with `!` has to be there, one with `$` is a key of a Secret, and one with `+` a list that
   * is not empty.
   */
  readonly fields: string;
  /** Fields of which it takes one: `a|b` exactly one, `a?b` one at most. A part `a+b` stands for both. */
  readonly oneOf?: string;
  /** Fields that it writes itself, with the values that they have to have. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Whether the type of the body is a parameter of the function: always, or with `jsonBody`. */
  readonly body?: 'always' | 'json';
}

const CLIENT = 'filter metadata jsonBody';
const HOOK = 'filter metadata';

/** The kinds, as the types of their functions in argo-events/event-sources/. */
export const EVENT_KINDS: Readonly<Record<EventSourceKind, EventKind>> = {
  amqp: {
    name: 'amqpEvent',
    fields: `url urlSecret$ auth exchangeName! exchangeType! routingKey! exchangeDeclare queueDeclare queueBind consume tls connectionBackoff ${CLIENT}`,
    oneOf: 'url|urlSecret',
    body: 'json',
  },
  azureEventsHub: {
    name: 'azureEventsHubEvent',
    fields: `fqdn! hubName! sharedAccessKey$ sharedAccessKeyName$ ${HOOK}`,
    oneOf: 'sharedAccessKey+sharedAccessKeyName?',
  },
  azureQueueStorage: {
    name: 'azureQueueStorageEvent',
    fields: `queueName! decodeMessage dlq waitTimeInSeconds connectionString$ storageAccountName ${CLIENT}`,
    oneOf: 'connectionString|storageAccountName',
    body: 'json',
  },
  azureServiceBus: {
    name: 'azureServiceBusEvent',
    fields: `queueName topicName subscriptionName connectionString$ fullyQualifiedNamespace deferDelete tls ${CLIENT}`,
    oneOf: 'queueName|topicName+subscriptionName connectionString|fullyQualifiedNamespace',
    body: 'json',
  },
  bitbucket: {
    name: 'bitbucketEvent',
    receiver: 'webhook',
    url: 'required',
    fields: `repositories!+ events!+ auth! deleteHookOnFinish ${HOOK}`,
    body: 'always',
  },
  bitbucketserver: {
    name: 'bitbucketServerEvent',
    receiver: 'webhook',
    url: 'required',
    fields: `bitbucketserverBaseURL! oneEventPerChange apiTls accessToken!$ webhookSecret!$ events!+ checkInterval deleteHookOnFinish skipBranchRefsChangedOnOpenPR repositories+ projects+ ${HOOK}`,
    oneOf: 'repositories|projects',
    body: 'always',
  },
  calendar: {
    name: 'calendarEvent',
    fields: `schedule interval timezone exclusionDates persistence ${HOOK}`,
    oneOf: 'schedule|interval',
  },
  emitter: {
    name: 'emitterEvent',
    fields: `broker! channelName! channelKey! username$ password$ tls connectionBackoff ${CLIENT}`,
    body: 'json',
  },
  file: { name: 'fileEvent', fields: `eventType! watchPathConfig! polling ${HOOK}` },
  generic: {
    name: 'genericEvent',
    fields: `url! config! authSecret$ ${CLIENT}`,
    fixed: { insecure: true },
    body: 'json',
  },
  gerrit: {
    name: 'gerritEvent',
    receiver: 'webhook',
    url: 'required',
    fields: `gerritBaseURL! hookName! projects!+ events!+ auth! maxTries sslVerify deleteHookOnFinish ${HOOK}`,
    body: 'always',
  },
  github: {
    name: 'githubEvent',
    receiver: 'webhook',
    fields: `repositories organizations+ events!+ webhookSecret!$ apiToken$ githubApp deleteHookOnFinish insecure enterprise ${HOOK}`,
    oneOf: 'repositories|organizations',
    fixed: { active: true, contentType: 'json' },
  },
  gitlab: {
    name: 'gitlabEvent',
    receiver: 'webhook',
    url: 'required',
    fields: `gitlabBaseURL! projects groups+ events!+ secretToken!$ accessToken!$ deleteHookOnFinish enableSSLVerification ${HOOK}`,
    body: 'always',
  },
  hdfs: {
    name: 'hdfsEvent',
    fields: `addresses!+ type! directory! path pathRegexp checkInterval hdfsUser krbCCacheSecret$ krbKeytabSecret$ krbUsername krbRealm krbConfigConfigMap$ krbServicePrincipalName ${HOOK}`,
    oneOf:
      'path|pathRegexp hdfsUser|krbCCacheSecret+krbConfigConfigMap+krbServicePrincipalName|krbKeytabSecret+krbUsername+krbRealm+krbConfigConfigMap+krbServicePrincipalName',
  },
  kafka: {
    name: 'kafkaEvent',
    fields: `url! topic! version sasl awsMskIamAuth tls schemaRegistry config consumerGroup limitEventsPerSecond partition connectionBackoff ${CLIENT}`,
    oneOf: 'consumerGroup|partition limitEventsPerSecond?partition connectionBackoff?consumerGroup',
    body: 'json',
  },
  minio: {
    name: 'minioEvent',
    fields: 'endpoint! bucket! events!+ accessKey!$ secretKey!$ filter insecure caCertificate$ metadata',
  },
  mns: { name: 'mnsEvent', fields: 'endpoint! queue! accessKey!$ secretKey!$ filter' },
  mqtt: {
    name: 'mqttEvent',
    fields: `url! topic! clientId! auth tls connectionBackoff ${CLIENT}`,
    body: 'json',
  },
  nats: {
    name: 'natsEvent',
    fields: `url! subject! queue auth tls connectionBackoff ${CLIENT}`,
    body: 'json',
  },
  nsq: { name: 'nsqEvent', fields: `hostAddress! topic! channel! tls ${CLIENT}`, body: 'json' },
  pubSub: {
    name: 'pubSubEvent',
    fields: `projectID credentialSecret$ deleteSubscriptionOnFinish topic topicProjectID subscriptionID ${CLIENT}`,
    body: 'json',
  },
  pulsar: {
    name: 'pulsarEvent',
    fields: `url! topics!+ type! tlsTrustCertsSecret$ tlsAllowInsecureConnection tlsValidateHostname authTokenSecret$ authAthenzParams authAthenzSecret$ tls connectionBackoff ${CLIENT}`,
    oneOf: 'authTokenSecret?authAthenzParams+authAthenzSecret?tls',
    body: 'json',
  },
  redis: {
    name: 'redisEvent',
    fields: `hostAddress! channels!+ password$ namespace username tls ${CLIENT}`,
    oneOf: 'password+namespace?',
    body: 'json',
  },
  redisStream: {
    name: 'redisStreamEvent',
    fields: `hostAddress! streams!+ consumerGroup maxMsgCountPerRead db password$ username tls ${HOOK}`,
    oneOf: 'password?',
  },
  resource: {
    name: 'resourceEvent',
    fields:
      'group version! resource! namespace eventTypes!+ labels matchExpressions fields prefix afterStart createdBy metadata',
    body: 'always',
  },
  sftp: {
    name: 'sftpEvent',
    fields: `address!$ username!$ password$ sshKeySecret$ eventType! watchPathConfig! ${HOOK}`,
    oneOf: 'password|sshKeySecret',
    fixed: { pollIntervalDuration: '10s' },
  },
  slack: {
    name: 'slackEvent',
    receiver: 'webhook',
    url: 'none',
    fields: 'signingSecret!$ token!$ filter',
  },
  sns: {
    name: 'snsEvent',
    receiver: 'webhook',
    url: 'required',
    fields: `topicArn! region! validateSignature apiEndpoint roleARN accessKey$ secretKey$ ${HOOK}`,
    oneOf: 'roleARN?accessKey+secretKey',
  },
  sqs: {
    name: 'sqsEvent',
    fields: `queue! region! queueAccountId endpoint waitTimeSeconds dlq roleARN accessKey$ secretKey$ sessionToken$ ${CLIENT}`,
    oneOf: 'roleARN?accessKey+secretKey',
    body: 'json',
  },
  storageGrid: {
    name: 'storageGridEvent',
    receiver: 'webhook',
    url: 'required',
    fields: 'apiURL! authToken!$ topicArn! bucket! events!+ filter apiTls metadata',
  },
  stripe: {
    name: 'stripeEvent',
    receiver: 'webhook',
    url: 'none',
    fields: `eventFilter+ ${'metadata'}`,
  },
  webhook: { name: 'webhookEvent', receiver: 'own', fields: `method ${HOOK}`, body: 'always' },
};
