// What stands in for the modules of Node in a browser: there are no files, so nothing else is called.
export const existsSync = (): boolean => false;
export const join = (...parts: readonly string[]): string => parts.join('/');
export const createHash = (): never => {
  throw new Error('There are no files');
};
