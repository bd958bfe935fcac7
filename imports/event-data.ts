// Generated from test/engine/sources/published.json by `npm run imports`. Do not edit.

/** The data of the events of a kind of event source. */
export interface EventData {
  /** The first keys, those too that some events do not have. */
  readonly keys: readonly string[];
  /** What `body` is. */
  readonly body: 'JSON' | 'base64' | 'none' | 'text';
  /** What it is with `jsonBody: true`, if the kind has that field. */
  readonly jsonBody?: 'JSON' | 'text';
}

/** By the fields of the EventSource spec. */
export const EVENT_DATA: Readonly<Record<string, EventData>> = {
  "amqp": {"keys":["contentType","contentEncoding","deliveryMode","priority","correlationId","replyTo","expiration","messageId","timestamp","type","appId","exchange","routingKey","body","metadata"],"body":"base64","jsonBody":"JSON"},
  "azureEventsHub": {"keys":["id","partitionKey","body","metadata"],"body":"base64"},
  "azureQueueStorage": {"keys":["body","messageID","insertionTime","metadata"],"body":"base64","jsonBody":"JSON"},
  "azureServiceBus": {"keys":["applicationProperties","body","contentType","correlationID","enqueuedTime","messageID","replyTo","sequenceNumber","subject","metadata"],"body":"base64","jsonBody":"JSON"},
  "bitbucket": {"keys":["headers","body","metadata"],"body":"JSON"},
  "bitbucketserver": {"keys":["headers","body","metadata"],"body":"JSON"},
  "calendar": {"keys":["eventTime","metadata"],"body":"none"},
  "emitter": {"keys":["topic","body","metadata"],"body":"base64","jsonBody":"JSON"},
  "file": {"keys":["name","op","metadata"],"body":"none"},
  "generic": {"keys":["body","metadata"],"body":"base64","jsonBody":"JSON"},
  "gerrit": {"keys":["headers","body","metadata"],"body":"JSON"},
  "github": {"keys":["headers","body","metadata"],"body":"JSON"},
  "gitlab": {"keys":["headers","body","metadata"],"body":"JSON"},
  "hdfs": {"keys":["name","op","metadata"],"body":"none"},
  "kafka": {"keys":["topic","key","partition","body","timestamp","headers","metadata"],"body":"base64","jsonBody":"JSON"},
  "minio": {"keys":["notification","metadata"],"body":"none"},
  "mns": {"keys":["messageId","body","metadata"],"body":"text","jsonBody":"text"},
  "mqtt": {"keys":["topic","messageId","body","metadata"],"body":"base64","jsonBody":"JSON"},
  "nats": {"keys":["subject","body","header","metadata"],"body":"base64","jsonBody":"JSON"},
  "nsq": {"keys":["body","timestamp","nsqdAddress","metadata"],"body":"base64","jsonBody":"JSON"},
  "pubSub": {"keys":["id","body","attributes","publishTime","metadata"],"body":"base64","jsonBody":"JSON"},
  "pulsar": {"keys":["key","publishTime","body","metadata"],"body":"base64","jsonBody":"JSON"},
  "redis": {"keys":["channel","pattern","body","metadata"],"body":"text","jsonBody":"JSON"},
  "redisStream": {"keys":["stream","message_id","values","metadata"],"body":"none"},
  "resource": {"keys":["type","body","oldBody","group","version","resource","metadata"],"body":"JSON"},
  "sftp": {"keys":["name","op","metadata"],"body":"none"},
  "slack": {"keys":["type","Data"],"body":"none"},
  "sns": {"keys":["header","body","metadata"],"body":"JSON"},
  "sqs": {"keys":["messageId","messageAttributes","body","metadata"],"body":"base64","jsonBody":"JSON"},
  "storageGrid": {"keys":["notification","metadata"],"body":"none"},
  "stripe": {"keys":["event","metadata"],"body":"none"},
  "webhook": {"keys":["header","body","metadata"],"body":"JSON"},
};
