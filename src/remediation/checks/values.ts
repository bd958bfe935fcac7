import { isIP } from 'node:net';

/** Whether a value may be what a prop is. */
export type Fits = (value: unknown) => boolean;

/** A plain object, or what looks like one. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const matches =
  (pattern: RegExp): Fits =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

/** A label of DNS, as the names of namespaces are. */
export const isName =
  (longest: number): Fits =>
  (value) =>
    matches(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)(value) && (value as string).length <= longest;

/** A subdomain of DNS, as most names in Kubernetes are. */
export const isSubdomain: Fits = (value) =>
  matches(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/)(value) &&
  (value as string).length <= 253;

/** The value of a label in Kubernetes; an empty one is one. */
export const isLabelValue: Fits = matches(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/);

/** The key of a label in Kubernetes, with or without a prefix. */
export const isLabelKey: Fits = (value) => {
  if (typeof value !== 'string') return false;
  const [name = '', prefix, ...more] = value.split('/').reverse();
  return (
    name !== '' && isLabelValue(name) && (prefix === undefined || isSubdomain(prefix)) && more.length === 0
  );
};

/** A key of a Secret or a ConfigMap: neither `.` nor `..`, nor anything that begins with the latter. */
export const isDataKey: Fits = matches(/^(?!\.$|\.\.)[A-Za-z0-9._-]{1,253}$/);

/** A block of addresses, such as `10.0.0.0/8` or `fd00::/8`. */
export const isCidr: Fits = (value) => {
  const [, address = '', prefix = ''] = /^([0-9a-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(String(value)) ?? [];
  const version = isIP(address);
  if (typeof value !== 'string' || version === 0) return false;
  return Number(prefix) <= (version === 4 ? 32 : 128);
};

export const isInteger =
  (least: number, most: number): Fits =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

export const isBoolean: Fits = (value) => typeof value === 'boolean';

export const isText: Fits = (value) => typeof value === 'string' && value.trim() !== '';

export const isList: Fits = (value) => Array.isArray(value) && value.length > 0;

/** A reference to an image, with its digest (the grammar of github.com/distribution/reference). */
export const isPinnedImage: Fits = (value) => {
  const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
  const host = '(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?/)?';
  const image = `^${host}${component}(?:/${component})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}$`;
  return matches(new RegExp(image))(value);
};

/** An https URL to which paths can be appended, spelled as a parser prints it: not `https:/host`. */
export const isApiUrl: Fits = (value) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, search, hash, username, password, href } = new URL(value);
  const isPlain = search === '' && hash === '' && username === '' && password === '';
  return protocol === 'https:' && isPlain && !value.endsWith('/') && href.replace(/\/$/, '') === value;
};

/** What is allowed where {@link isQuantity} says no. */
export const QUANTITY = 'a quantity as Kubernetes writes it, such as "500m", "1" or "1536Mi"';

/**
 * Whether Kubernetes keeps a quantity as it is written: it makes `500m` of `0.5` and `2Gi` of `2048Mi`, so that every
 * further apply would find a difference.
 */
export function isQuantity(value: unknown): boolean {
  if (value === '0') return true;
  const { digits = '', suffix = '' } = partsOf(value);
  return digits !== '' && Number(digits) % (suffix.endsWith('i') ? 1024 : 1000) !== 0;
}

/** The number that a quantity stands for, if {@link isQuantity} accepts it: bytes, or another unit. */
export function amountOf(quantity: string): number {
  const { digits = '0', suffix = '' } = partsOf(quantity);
  if (suffix === 'm') return Number(digits) / 1000;
  const power = 'kMGTP'.indexOf(suffix.replace(/^K/, 'k').charAt(0) || '-') + 1;
  return Number(digits) * (suffix.endsWith('i') ? 1024 : 1000) ** power;
}

function partsOf(value: unknown): Readonly<Record<string, string | undefined>> {
  const match = /^(?<digits>[1-9]\d{0,14})(?<suffix>m|[kMGTP]|[KMGTP]i)?$/.exec(
    typeof value === 'string' ? value : '',
  );
  return match?.groups ?? {};
}
