/**
 * The fields from which a kind of trigger makes its connection. It makes the connection once, for the first event, and
 * keeps it under the name of the trigger (New… in each folder of pkg/sensors/triggers).
 */
const CONNECTION_FIELDS = {
  awsLambda: ['region', 'roleARN'],
  azureEventHubs: ['fqdn', 'hubName'],
  azureServiceBus: ['queueName', 'topicName', 'tls'],
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
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The fields of the connection of a kind of trigger: `never` for a kind that keeps none. */
export type ConnectionField<Kind extends string> = Kind extends keyof typeof CONNECTION_FIELDS
  ? (typeof CONNECTION_FIELDS)[Kind][number]
  : never;

/** The fields of the connection of a kind of trigger; empty for a kind that keeps none. */
export function connectionFields(kind: string): readonly string[] {
  return Object.hasOwn(CONNECTION_FIELDS, kind)
    ? CONNECTION_FIELDS[kind as keyof typeof CONNECTION_FIELDS]
    : [];
}
