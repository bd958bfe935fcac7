import { asList, asObject, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { secretKey } from './triggers/http';
import { unfit } from './unfit';

/** Makes a prop of a field of the engine, or refuses a value that the type of the prop does not have. */
type Convert = (value: unknown, spec: PlainObject) => unknown;

/** Fields of one name in all kinds. */
const EVERYWHERE: Readonly<Record<string, Convert>> = {
  filter: (value) => {
    const { expression } = only(value, ['expression']);
    return typeof expression === 'string' ? expression : unfit('its filter has no expression');
  },
  auth: loginOf,
  tls: clientTls,
  watchPathConfig: watched,
  directory: absolute,
};

/** Fields of one kind. */
const OF_KIND: Readonly<Record<string, Convert>> = {
  'amqp.exchangeType': (type) =>
    /^(?:direct|fanout|topic|headers|x-.*)$/s.test(String(type))
      ? type
      : unfit(`its exchange type is "${type}"`),
  'amqp.exchangeDeclare': (value) => ({
    durable: false,
    ...only(value, ['durable', 'autoDelete', 'internal', 'noWait']),
  }),
  'amqp.queueDeclare': queueDeclaration,
  'amqp.queueBind': (value) => ({ noWait: false, ...only(value, ['noWait']) }),
  'amqp.consume': (value) => {
    const { autoAck, ...consumer } = only(value, ['consumerTag', 'autoAck', 'exclusive', 'noWait']);
    return autoAck === true ? consumer : unfit('it acknowledges no message by itself');
  },
  'bitbucket.auth': (value) => {
    const { oauthToken, basic } = only(value, ['oauthToken', 'basic']);
    return oauthToken === undefined ? { basic: loginOf(basic) } : { oauthToken: secretKey(oauthToken) };
  },
  'bitbucket.repositories': (value) => repositories(value, ['owner', 'repositorySlug']),
  'bitbucketserver.repositories': (value) => repositories(value, ['projectKey', 'repositorySlug']),
  'bitbucketserver.apiTls': (value) => value,
  'storageGrid.apiTls': (value) => value,
  'calendar.exclusionDates': (value) =>
    asList(value).map((date) => {
      const [, ...day] =
        /^EXDATE:(\d{4})(\d\d)(\d\d)T000000Z$/.exec(String(date)) ??
        unfit('it excludes more than whole days');
      return day.join('-');
    }),
  'calendar.persistence': (value) => {
    const { configMap, catchup } = only(value, ['configMap', 'catchup']);
    return {
      configMap: { name: '', ...only(configMap, ['name', 'createIfNotExist']) },
      ...(catchup !== undefined && {
        catchup: { enabled: false, ...only(catchup, ['enabled', 'maxDuration']) },
      }),
    };
  },
  'file.eventType': fileOperation,
  'sftp.eventType': (type) =>
    ['CREATE', 'REMOVE'].includes(String(type)) ? type : unfit(`its event type is "${type}"`),
  'hdfs.type': (type) => String(type).split('|').map(fileOperation),
  'gerrit.sslVerify': (value) => (value === true ? true : unfit('it does not verify the certificate')),
  'github.repositories': (value) => repositories(value, ['owner', 'names']),
  'github.githubApp': (value) => {
    const { appID, installationID, privateKey } = only(value, ['appID', 'installationID', 'privateKey']);
    if (typeof appID !== 'number' || typeof installationID !== 'number') unfit('its GitHub app has no ids');
    return { appID, installationID, privateKey: secretKey(privateKey) };
  },
  'kafka.consumerGroup': (value) => {
    const { groupName, oldest, rebalanceStrategy } = only(value, [
      'groupName',
      'oldest',
      'rebalanceStrategy',
    ]);
    if (typeof groupName !== 'string') unfit('its consumer group has no name');
    if (!['sticky', 'roundrobin', 'range', undefined].includes(rebalanceStrategy as string)) {
      unfit(`its rebalance strategy is "${rebalanceStrategy}"`);
    }
    return { groupName, oldest, rebalanceStrategy };
  },
  'kafka.partition': (value) => numberIn(value, 'partition'),
  'minio.bucket': (value) => only(value, ['name']),
  'minio.filter': (value) => value,
  'minio.events': (value) =>
    asList(value).every((name) => MINIO_EVENT.test(String(name)))
      ? value
      : unfit('it has an event of another name'),
  'storageGrid.filter': (value) => value,
  'nats.auth': (value) => {
    const { basic, ...others } = only(value, ['basic', 'token', 'nkey', 'credential']);
    const [[name, key] = ['', undefined], ...more] = Object.entries(others);
    if (more.length > 0 || (basic !== undefined) === (name !== ''))
      unfit('its auth has several ways, or none');
    return basic === undefined ? { [name]: secretKey(key) } : { basic: loginOf(basic) };
  },
  'pulsar.type': (type) =>
    ['exclusive', 'shared'].includes(String(type)) ? type : unfit(`its type is "${type}"`),
  'pulsar.tls': (value) => {
    const { clientCertSecret, clientKeySecret } = only(value, ['clientCertSecret', 'clientKeySecret']);
    return { clientCertSecret: secretKey(clientCertSecret), clientKeySecret: secretKey(clientKeySecret) };
  },
  'resource.eventTypes': (value) =>
    asList(value).every((type) => ['ADD', 'UPDATE', 'DELETE'].includes(String(type)))
      ? value
      : unfit('it has an event type of another name'),
  'webhook.method': (method) =>
    ['GET', 'POST'].includes(String(method)) ? method : unfit(`its method is "${method}"`),
  'sqs.dlq': (value, { jsonBody }) => (jsonBody === true ? value : unfit('it has dlq without jsonBody')),
};

const MINIO_EVENT =
  /^s3:(?:ObjectCreated|ObjectAccessed|ObjectRemoved|ObjectTransition|ObjectRestore|Replication|Scanner|LifecycleDelMarkerExpiration):/;

/** The prop for a field of a kind. */
export function propOf(kind: string, field: string, value: unknown, spec: PlainObject): unknown {
  const convert = OF_KIND[`${kind}.${field}`] ?? EVERYWHERE[field];
  return convert ? convert(value, spec) : value;
}

/** An object with these fields and no other. */
export function only(value: unknown, fields: readonly string[]): PlainObject {
  const object = asObject(value);
  const other = Object.keys(object).find((field) => !fields.includes(field));
  return other === undefined ? object : unfit(`no function takes "${other}"`);
}

/** A number that the engine has as a text. */
export function numberIn(value: unknown, field: string): number {
  const number = Number(value);
  return String(number) === value ? number : unfit(`its ${field} is no number`);
}

function loginOf(value: unknown): unknown {
  const { username, password } = only(value, ['username', 'password']);
  return { username: secretKey(username), password: secretKey(password) };
}

const TLS = [
  'insecureSkipVerify',
  'enabled',
  'caCertSecret',
  'clientCertSecret,clientKeySecret',
  'caCertSecret,clientCertSecret,clientKeySecret',
];

function clientTls(value: unknown): unknown {
  const fields = Object.entries(asObject(value)).filter(([, field]) => field !== false);
  const names = fields.map(([name]) => name).sort();
  if (!TLS.includes(names.join(','))) unfit('its tls is of another form');
  return Object.fromEntries(
    fields.map(([name, field]) => [name, isObject(field) ? secretKey(field) : field]),
  );
}

function watched(value: unknown): unknown {
  const { directory, path, pathRegexp } = only(value, ['directory', 'path', 'pathRegexp']);
  if (Boolean(path) === Boolean(pathRegexp)) unfit('it watches a path and a pattern, or neither');
  return { directory: absolute(directory), ...(path ? { path } : { pathRegexp }) };
}

function absolute(directory: unknown): unknown {
  return String(directory).startsWith('/') ? directory : unfit('its directory is not absolute');
}

function fileOperation(type: unknown): unknown {
  const known = ['CREATE', 'WRITE', 'REMOVE', 'RENAME', 'CHMOD'];
  return known.includes(String(type)) ? type : unfit(`its event type is "${type}"`);
}

function repositories(value: unknown, fields: readonly string[]): unknown {
  return asList(value).map((repository) => {
    const object = only(repository, fields);
    return fields.every((field) => object[field] !== undefined)
      ? object
      : unfit('a repository has not all names');
  });
}

function queueDeclaration(value: unknown): unknown {
  const { arguments: given, ...queue } = only(value, [
    'name',
    'durable',
    'autoDelete',
    'exclusive',
    'noWait',
    'arguments',
  ]);
  if (given === undefined || given === '') return { name: '', ...queue };
  try {
    return { name: '', ...queue, arguments: JSON.parse(String(given)) as unknown };
  } catch {
    return unfit('the arguments of its queue are no JSON');
  }
}
