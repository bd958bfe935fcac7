import { parser } from '@prometheus-io/lezer-promql';

/** What Prometheus' own grammar does not understand of an expression; empty if it parses. */
export function syntaxErrors(expression: string): string[] {
  const errors: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.push(`${expression.slice(0, from)}<here>${expression.slice(from, to)}`);
    },
  });
  return errors;
}

/** The metrics that an expression reads. */
export function metricsOf(expression: string): string[] {
  const found = new Set<string>();
  parser.parse(expression).iterate({
    enter: ({ name, from, to, node }) => {
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector')
        found.add(expression.slice(from, to));
    },
  });
  return [...found].sort();
}
