import { quote } from '../findings/words';
import { type DataPath, writtenPath } from './data-paths';
import { HTTP_HEADER } from './rules/header-path';

/** What is wrong with a path into the data of an event, and what to write. */
export interface WrongPath {
  readonly message: string;
  readonly help?: string;
}

/**
 * What a kind of event source publishes below its first keys (pkg/eventsources/events/event-data.go). A key that is not here
 * holds a text or a number.
 */
const SHAPES: Readonly<Record<string, Shape>> = {
  body: 'open',
  oldBody: 'open',
  header: 'lists',
  headers: 'lists',
  metadata: 'texts',
  attributes: 'texts',
  values: 'texts',
  messageAttributes: 'open',
  applicationProperties: 'open',
  notification: 'open',
  event: 'open',
  'kafka.headers': 'texts',
  'minio.notification': 'list',
};

/** `texts` and `lists`: an object of such. */
type Shape = 'open' | 'texts' | 'lists' | 'list';

const HTTP_KINDS = ['bitbucket', 'bitbucketserver', 'gerrit', 'github', 'gitlab', 'sns', 'webhook'];

/** Why a path leads to nothing, below the first key of the data of a kind of event source. */
export function wrongBelow(kind: string, keys: readonly string[], path: DataPath): WrongPath | undefined {
  const [first = '', second = '', third] = keys;
  const shape = SHAPES[`${kind}.${first}`] ?? SHAPES[first];
  if (keys.length < 2) return undefined;
  switch (shape) {
    case undefined:
      return {
        message: `${quote(first)} of an event of ${kind} is no object, so it has no ${quote(second)}`,
      };
    case 'texts':
      return third === undefined ? undefined : textHolds([first, second], keys, path);
    case 'lists':
      return wrongHeader(kind, keys);
    case 'list':
      if (/^\d+$/.test(second)) return undefined;
      return {
        message: `${quote(first)} is a list, so it has no ${quote(second)}`,
        help: `write ${quote(writtenPath([first, '0', ...keys.slice(1)], path))}`,
      };
    default:
      return wrongInBody(kind, keys, path);
  }
}

function wrongHeader(kind: string, [, name = '']: readonly string[]): WrongPath | undefined {
  const canonical = name.toLowerCase().replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
  // Those of HTTP_HEADER have a rule of their own.
  if (name !== canonical && HTTP_KINDS.includes(kind) && !HTTP_HEADER.test(name)) {
    return { message: `no event of ${kind} has a header ${quote(name)}`, help: `write ${quote(canonical)}` };
  }
  return undefined;
}

function wrongInBody(kind: string, keys: readonly string[], path: DataPath): WrongPath | undefined {
  if (kind === 'sns' && keys[0] === 'body' && keys[1] === 'Message' && keys.length > 2) {
    return textHolds(keys.slice(0, 2), keys, path);
  }
  const index =
    keys[1] === 'metadata' && /^(?:labels|annotations)$/.test(keys[2] ?? '') ? 3 : Number.POSITIVE_INFINITY;
  if (kind !== 'resource' || keys.length <= index + 1) return undefined;
  const label = keys.slice(0, index + 1).join('.');
  const whole = [...keys.slice(0, index), keys.slice(index).join('.')];
  return {
    message: `${label} is a text, so it has no ${quote(keys[index + 1] ?? '')}`,
    help: `if the name has dots, write ${quote(writtenPath(whole, path))}`,
  };
}

/** A text that may be JSON: gjson, jq and templates can parse it. */
function textHolds(holder: readonly string[], keys: readonly string[], path: DataPath): WrongPath {
  const rest = keys.slice(holder.length);
  const start = writtenPath(holder, path);
  const parsed = path.isTemplate
    ? `(${start} | fromJson).${rest.join('.')}`
    : `${start}.@fromstr.${rest.join('.')}`;
  const jq = holder.map((key) => (/^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join('');
  return {
    message: `${holder.join('.')} is a text, so it has no ${quote(rest[0] ?? '')}`,
    help: `if it is JSON, write ${quote(parsed)}, or parse it in a transform of the dependency: jq: ${jq} |= fromjson`,
  };
}
