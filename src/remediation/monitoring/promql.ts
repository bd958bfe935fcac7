import { quoteRegex } from '../../argo-events/references/regex';

/** The value of a label in a selector: one, or one of several. */
export type LabelValue = string | readonly string[];

/** A selector of PromQL: `up{loop="remediation",trigger_name=~"a|b"}`. */
export function select(metric: string, labels: Readonly<Record<string, LabelValue>>): string {
  const matchers = Object.entries(labels).map(([label, value]) =>
    typeof value === 'string'
      ? `${label}=${quote(value)}`
      : `${label}=~${quote(value.map(quoteRegex).join('|'))}`,
  );
  return `${metric}{${matchers.join(',')}}`;
}

/** A string of PromQL, which escapes as Go does. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** One of several vectors: those of the first, and of the others what the first has not. */
export function anyOf(expressions: readonly string[]): string {
  return expressions.join('\nor\n');
}
