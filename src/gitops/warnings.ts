import type { App } from 'cdk8s';
import { WARNING } from '../validation';

/** The warnings of an app, each as `[path] message`. The validations have to run first: they add the warnings. */
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
