/** Whether a value may be what a prop is. */
export type Fits = (value: unknown) => boolean;

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

/** A key of a Secret: neither `.` nor `..`, nor anything that begins with the latter. */
export const isSecretKey: Fits = matches(/^(?!\.$|\.\.)[A-Za-z0-9._-]{1,253}$/);

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

/** An https URL to put paths behind. One that is spelled otherwise than it is read, such as `https:/host`, is none. */
export const isApiUrl: Fits = (value) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, search, hash, username, password, href } = new URL(value);
  const isPlain = search === '' && hash === '' && username === '' && password === '';
  return protocol === 'https:' && isPlain && !value.endsWith('/') && href.replace(/\/$/, '') === value;
};
