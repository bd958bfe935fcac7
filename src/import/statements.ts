import { type Code, type Form, literal, objectCode, textCode } from './code';
import type { Patch } from './patches';
import { printCode } from './print';

/** A statement that makes something with `new`, under a name if anything refers to it. */
export function construction(name: string | undefined, type: string, args: readonly Code[]): string {
  const start = name === undefined ? '' : `const ${name} = `;
  const code: Code = { value: undefined, form: { kind: 'call', callee: `new ${type}`, args } };
  return `${start}${printCode(code, 0, start.length)};`;
}

/** A statement that calls a method. */
export function callStatement(start: string, callee: string, args: readonly Code[]): string {
  const code: Code = { value: undefined, form: { kind: 'call', callee, args } };
  return `${start}${printCode(code, 0, start.length)};`;
}

/** The statements that patch the object of a construct: what no construct says. */
export function patchStatements(
  variable: string,
  construct: string,
  kind: string,
  patches: readonly Patch[],
): string {
  const operations = patches.map(({ op, path, value }): Code => {
    const args = [literal(path), ...(op === 'remove' ? [] : [literal(value)])];
    return { value: undefined, form: { kind: 'call', callee: `JsonPatch.${op}`, args } };
  });
  const found = `const ${variable} = ${construct}.node.findChild('${kind}') as Manifest;`;
  return [
    '// What the construct does not say, in the engine’s own form.',
    found,
    callStatement('', `${variable}.addJsonPatch`, operations),
  ].join('\n');
}

/** The function names of the library that code calls. */
export function functionsIn({ form }: Code): readonly string[] {
  const inner = (codes: readonly Code[]) => codes.flatMap(functionsIn);
  switch (form.kind) {
    case 'text':
      return (form.reads ?? []).flatMap(({ functions }) => functions);
    case 'list':
      return inner(form.items);
    case 'object':
      return inner(form.fields.map(([, value]) => value));
    case 'call':
      return [...(form.uses === undefined ? [] : [form.uses]), ...inner(form.args)];
    case 'function':
      return functionsIn(form.body);
  }
}

/** The name of a variable as code. */
export function variableCode(name: string): Code {
  return textCode(name, undefined);
}

export { type Form, objectCode };
