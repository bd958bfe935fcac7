const OPTION = '--argo-events';

/** The version of a release, as a Go module has it. */
const VERSION = /^v\d+\.\d+\.\d+$/;

/** What a command line asks for: another version of Argo Events than the project's, and its other arguments. */
export interface VersionAsked {
  readonly version: string | undefined;
  readonly rest: readonly string[];
}

/**
 * Takes the option `--argo-events <version>` out of a command line.
 *
 * @throws Error when the option has no version
 */
export function versionAsked(args: readonly string[]): VersionAsked {
  const at = args.findIndex((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  if (at < 0) return { version: undefined, rest: args };
  const isJoined = args[at] !== OPTION;
  const version = isJoined ? args[at]?.slice(OPTION.length + 1) : args[at + 1];
  if (version === undefined || !VERSION.test(version)) {
    throw new Error(`${OPTION} is ${JSON.stringify(version ?? '')}: expected a version such as v1.9.6`);
  }
  return { version, rest: [...args.slice(0, at), ...args.slice(at + (isJoined ? 1 : 2))] };
}

/** The same for a program: it says what is wrong, and ends. */
export function versionAskedOr(exit: (code: number) => never, args: readonly string[]): VersionAsked {
  try {
    return versionAsked(args);
  } catch (error) {
    console.error((error as Error).message);
    return exit(2);
  }
}
