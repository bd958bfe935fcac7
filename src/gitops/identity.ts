import { type Finding, finding } from '../validation';

/** What tells one object of a cluster from another: two objects with the same identity are one. */
export interface ObjectIdentity {
  /** The group of the apiVersion, empty for the core group. Its version says nothing: it is the same object. */
  readonly group: string;
  readonly kind: string;
  /** Empty for an object of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Reads the identity of a rendered object; what is missing is empty. */
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

/** What makes an identity unfit for a file; empty when it has a {@link fileOf}. */
export function checkIdentity(path: string, identity: ObjectIdentity): Finding[] {
  const findings: Finding[] = [];
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(identity.kind)) {
    findings.push(finding(path, 'Kind is not valid', identity.kind, 'letters and digits'));
  }
  if (identity.name === '') {
    findings.push(finding(path, 'Object has no name', identity.name, 'an explicit metadata.name'));
  }
  const parts = fileOf(identity).split('/');
  if (parts.some((part) => part.length > MAX_FILE_NAME)) {
    findings.push(finding(path, 'Name is too long for a file', parts.join('/'), `${MAX_FILE_NAME} bytes`));
  }
  return findings;
}

/** The file of an object below its folder: `<namespace>/<name>-<kind>.yaml`, `cluster/…` without namespace. */
export function fileOf({ kind, namespace, name }: ObjectIdentity): string {
  return `${encodeFileName(namespace || 'cluster')}/${encodeFileName(name)}-${kind.toLowerCase()}.yaml`;
}

// What Linux, macOS and Windows all take for one file name.
const MAX_FILE_NAME = 255;

// A name such as `system:x` becomes `system%3Ax`: readable, and no two names meet, because % is encoded as well.
// A leading dot would hide the file.
function encodeFileName(name: string): string {
  const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return name.replace(/[^A-Za-z0-9._-]|^\./gu, (character) => [...Buffer.from(character)].map(hex).join(''));
}
