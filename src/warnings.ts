import type { IConstruct } from 'constructs';
import { WARNING } from './validation';

/** The warnings of an app, each as `[path] message`. The validations have to run first: they add the warnings. */
export function warningsOf(app: IConstruct): string[] {
  const warnings = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === WARNING)
        .map(({ data }) => `[${node.path}] ${String(data)}`),
    );
  return [...new Set(warnings)];
}

const PRINTED = new WeakMap<IConstruct, Set<string>>();
const QUIET = new WeakSet<IConstruct>();

/**
 * Prints the warnings of a construct and everything in it on stderr, each once. The validations call it: `app.synth()`
 * and `Testing.synth` of cdk8s show nothing but errors.
 */
export function printWarnings(construct: IConstruct): void {
  const { root } = construct.node;
  if (QUIET.has(root)) return;
  const printed = PRINTED.get(root) ?? new Set();
  PRINTED.set(root, printed);
  for (const warning of warningsOf(construct)) {
    if (printed.has(warning)) continue;
    printed.add(warning);
    console.warn(`warning: ${warning}`);
  }
}

/** Runs a step in which no warnings of the app are printed. Its caller shows them itself. */
export function withoutPrinting<T>(app: IConstruct, step: () => T): T {
  QUIET.add(app);
  try {
    return step();
  } finally {
    QUIET.delete(app);
  }
}
