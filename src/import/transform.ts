import { jq, lua, type Transform } from '../argo-events/transform';
import { asObject } from '../lint/plain';
import type { Code } from './code';
import { literal } from './code';
import { templateCode } from './filters';

/** A transform, and the function that makes it, if one can. */
export interface TransformCode {
  /** The code for a type of the data. */
  readonly codeFor: (type: string) => Code;
  readonly value: Transform<unknown>;
  readonly isOwn: boolean;
}

/** A transform as a text of jq or Lua; in the engine's own form if the text needs escapes. */
export function transformCode(given: unknown): TransformCode {
  const { jq: program, script, ...others } = asObject(given);
  const [name, fn, text] =
    typeof program === 'string' ? (['jq', jq, program] as const) : (['lua', lua, script] as const);
  const isPlain =
    typeof text === 'string' &&
    Object.keys(others).length === 0 &&
    (program === undefined) !== (script === undefined);
  if (isPlain && text.trim() !== '' && !/`|\$\{|\\u|\\x|\0/.test(text)) {
    const wanted = text.trimEnd();
    const lines = wanted.includes('\n') ? `\n${wanted.replace(/^(?=.)/gm, '    ')}\n  ` : wanted;
    const code = templateCode(name, fn as never, [lines], []);
    const value = code.value as Transform<unknown>;
    const rendered = asObject(value.toTransform())[name === 'jq' ? 'jq' : 'script'];
    if (String(rendered).trimEnd() === wanted) {
      const codeFor = (type: string): Code => {
        const { form } = code;
        const typed =
          form.kind === 'text' ? { ...form, text: form.text.replace(/^\w+/, `$&<${type}>`) } : form;
        return { value, form: typed };
      };
      return { codeFor, value, isOwn: false };
    }
  }
  const value = { toTransform: () => asObject(given) } as unknown as Transform<unknown>;
  const codeFor = (type: string): Code => ({
    value,
    form: {
      kind: 'text',
      text: `{ toTransform: () => (${JSON.stringify(given)}) } as Transform<${type}>`,
      reads: [{ dependency: '', path: [], wanted: 'any', functions: ['type Transform'] }],
    },
  });
  return { codeFor, value, isOwn: true };
}

/** A transform as it is compared: white space at the end of the text means nothing. */
export function canonicalTransform(given: unknown): unknown {
  return literal(
    Object.fromEntries(
      Object.entries(asObject(given)).map(([name, text]) => [
        name,
        typeof text === 'string' ? text.trimEnd() : text,
      ]),
    ),
  ).value;
}
