/**
 * The fields from which a kind of trigger makes its connection. It makes the connection once, for the first event, and
 * keeps it under the name of the trigger (New… in each folder of pkg/sensors/triggers).
 */
export const CONNECTION_FIELDS: Readonly<Record<string, readonly string[]>> = {
  awsLambda: ['region', 'roleARN'],
  azureEventHubs: ['fqdn', 'hubName'],
  azureServiceBus: ['queueName', 'topicName'],
  custom: ['serverURL', 'serverNameOverride', 'secure'],
  http: ['timeout', 'tls'],
  kafka: ['url', 'version', 'compress', 'flushFrequency', 'requiredAcks', 'sasl', 'tls'],
  nats: ['url', 'auth', 'tls'],
  openWhisk: ['host', 'namespace', 'version'],
  pulsar: [
    'url',
    'topic',
    'tls',
    'tlsAllowInsecureConnection',
    'tlsValidateHostname',
    'authAthenzParams',
    'connectionBackoff',
  ],
};
