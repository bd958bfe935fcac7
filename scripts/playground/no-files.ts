// What stands in for node:fs and node:path in a browser: there are no files.
export const existsSync = (): boolean => false;
export const join = (...parts: readonly string[]): string => parts.join('/');
