import { goString } from './path';

/**
 * The Go template that prints literal text with values between, as short as it can be. In the engine's templates a
 * number is a float64 and prints as 2.345678901e+09, so everything but a string is printed as JSON. A missing value and
 * null print as `<no value>`, so each value goes through `index`, which fails for them and changes no other value.
 *
 * @param literals one more than there are paths
 * @param paths for each value, the expression that reads it
 */
export function printTemplate(literals: readonly string[], paths: readonly string[]): string {
  const [first = ''] = paths;
  const isOneValue = paths.every((path) => path === first);
  const start = isOneValue
    ? `{{ $v := index ${first} }}`
    : `{{ define "v" }}{{ ${print('.', '(index .)')} }}{{ end }}`;
  const printed = (path: string) => (isOneValue ? print('$v', '$v') : `template "v" ${path}`);
  const parts = literals.map((literal, index) => {
    const path = paths[index];
    if (path === undefined) return literal.replace(/\{\{+/g, quoteBraces);
    // A brace before an action would be the first of three.
    return `${literal.replace(/\{\{+|\{$/g, quoteBraces)}{{ ${printed(path)} }}`;
  });
  return start + parts.join('');
}

function print(value: string, present: string): string {
  return `kindIs "string" ${value} | ternary ${value} (toJson ${present})`;
}

function quoteBraces(braces: string): string {
  return `{{ ${goString(braces)} }}`;
}
