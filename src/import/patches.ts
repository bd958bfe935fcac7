import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../lint/plain';

/** An operation of JSON Patch. */
export interface Patch {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** The operations that make one value the other. */
export function patchesBetween(from: unknown, to: unknown, path = ''): Patch[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.flatMap((item, index) => patchesBetween(item, to[index], `${path}/${index}`));
  }
  if (!isObject(from) || !isObject(to)) return [{ op: 'replace', path, value: to }];
  const pathOf = (name: string) => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [
    ...Object.keys(from)
      .filter((name) => !Object.hasOwn(to, name))
      .map((name): Patch => ({ op: 'remove', path: pathOf(name) })),
    ...Object.entries(to).flatMap(([name, value]): Patch[] =>
      Object.hasOwn(from, name)
        ? patchesBetween(from[name], value, pathOf(name))
        : [{ op: 'add', path: pathOf(name), value }],
    ),
  ];
}
