import type { App } from 'cdk8s';
import { WARNING } from '../validation';

/** What is risky in an app but no reason to refuse it, as its validations have told it: `[path] message` each. */
export function warningsOf(app: App): string[] {
  const warnings = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === WARNING)
        .map(({ data }) => `[${node.path}] ${String(data)}`),
    );
  return [...new Set(warnings)];
}
