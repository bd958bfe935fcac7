import type { IConstruct } from 'constructs';
import type { Finding } from './findings/finding';
import { toLine } from './findings/line';

/** The type of the construct metadata that holds a warning: a finding that does not refuse the app. */
export const WARNING = 'cdk8s-argo-events:warning';

/** Adds a warning to the metadata of a construct, once. */
export function addWarning({ node }: IConstruct, warning: Finding): void {
  const added = { construct: node.path, ...warning, severity: 'warning' } as const;
  const line = toLine(added);
  if (warningsAt({ node }).some((known) => toLine(known) === line)) return;
  node.addMetadata(WARNING, added);
}

/** The warnings of an app, each once. The validations have to run first: they add most of them. */
export function warningsOf(app: IConstruct): Finding[] {
  const warnings = app.node.findAll().flatMap(warningsAt);
  return [...new Map(warnings.map((warning) => [toLine(warning), warning])).values()];
}

function warningsAt({ node }: Pick<IConstruct, 'node'>): Finding[] {
  return node.metadata.filter(({ type }) => type === WARNING).map(({ data }) => data as Finding);
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
  for (const warning of warningsOf(construct).map(toLine)) {
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
