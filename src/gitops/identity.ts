import type { Finding } from '../findings/finding';
import { finding, unexpected } from '../findings/refuse';
import { quote } from '../findings/words';

/** The fields that identify an object in a cluster. */
export interface ObjectIdentity {
  /** The group of the apiVersion; empty for the core group. The version is not a part of the identity. */
  readonly group: string;
  readonly kind: string;
  /** Empty for an object without namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** The identity of a rendered object. A missing field is empty. */
export function identityOf(object: Readonly<Record<string, unknown>>): ObjectIdentity {
  const metadata = (object['metadata'] ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const [group = '', version] = text(object['apiVersion']).split('/');
  return {
    group: version === undefined ? '' : group,
    kind: text(object['kind']),
    namespace: text(metadata['namespace']),
    name: text(metadata['name']),
  };
}

/** Why there can be no file for an identity; empty if {@link fileOf} works. */
export function checkIdentity(identity: ObjectIdentity): Finding[] {
  const findings: Finding[] = [];
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(identity.kind)) {
    const { message, ...details } = unexpected(identity.kind, 'a kind of letters and digits');
    findings.push(finding('object-identity', message, { path: ['kind'], ...details }));
  }
  if (identity.name === '') {
    const details = { path: ['metadata', 'name'], help: 'names are never generated: write one' };
    findings.push(finding('object-identity', 'the object has no name', details));
  }
  const long = fileOf(identity)
    .split('/')
    .find((part) => part.length > MAX_FILE_NAME);
  if (long !== undefined) {
    const message = `the name of the file, ${quote(long)}, is longer than ${MAX_FILE_NAME} bytes`;
    findings.push(finding('output-file', message, { path: ['metadata', 'name'] }));
  }
  return findings;
}

/** The file of an object in its folder: `<namespace>/<name>-<kind>.yaml`, or `cluster/…` without namespace. */
export function fileOf({ kind, namespace, name }: ObjectIdentity): string {
  return `${encodeFileName(namespace || 'cluster')}/${encodeFileName(name)}-${kind.toLowerCase()}.yaml`;
}

// The longest file name, in bytes, that Linux, macOS and Windows all accept.
const MAX_FILE_NAME = 255;

// `system:x` becomes `system%3Ax`. % is encoded too, so two names never become one file. A leading dot is encoded,
// because it would hide the file.
function encodeFileName(name: string): string {
  const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return name.replace(/[^A-Za-z0-9._-]|^\./gu, (character) => [...Buffer.from(character)].map(hex).join(''));
}
