import { type Code, type NamedCode, quoted } from './code';

const WIDTH = 100;

/**
 * Prints code as Biome and Prettier do: on one line if it fits, otherwise with a line for each field, item or argument.
 *
 * @param indent the spaces in front of its further lines
 * @param column where its first line begins
 * @param after how many characters follow its last line
 */
export function printCode(code: Code, indent = 0, column = indent, after = 1): string {
  const flat = flatText(code);
  if (flat !== undefined && column + flat.length + after <= WIDTH) return flat;
  return brokenText(code, indent, column, after) ?? flat ?? '';
}

/** The code on one line; undefined if it has a text of several lines. */
function flatText({ form }: Code): string | undefined {
  const all = (items: readonly Code[], join: (texts: string[]) => string) => {
    const texts = items.map(flatText);
    return texts.every((text) => text !== undefined) ? join(texts) : undefined;
  };
  switch (form.kind) {
    case 'text':
      return form.text.includes('\n') ? undefined : form.text;
    case 'list':
      if (isTable(form.items)) return undefined;
      return all(form.items, (texts) => `[${texts.join(', ')}]`);
    case 'object': {
      if (form.fields.length === 0) return '{}';
      // Deep objects are easier to read on several lines, and formatters leave them so.
      if (form.fields.some(([, { form: inner }]) => depthOf(inner) > 1)) return undefined;
      return all(
        form.fields.map(([, value]) => value),
        (texts) =>
          `{ ${texts.map((text, index) => fieldText(form.fields[index] as NamedCode, text)).join(', ')} }`,
      );
    }
    case 'call':
      return all(form.args, (texts) => `${form.callee}(${texts.join(', ')})`);
    case 'function':
      return all([form.body], ([body = '']) => `${form.head} ${isObject(form.body) ? `(${body})` : body}`);
  }
}

function brokenText({ form }: Code, indent: number, column: number, after: number): string | undefined {
  const inside = indent + 2;
  const lines = (texts: readonly string[]) => texts.map((text) => `${' '.repeat(inside)}${text},\n`).join('');
  const end = ' '.repeat(indent);
  switch (form.kind) {
    case 'text':
      return form.text;
    case 'list':
      return `[\n${lines(form.items.map((item) => printCode(item, inside)))}${end}]`;
    case 'object':
      return `{\n${lines(form.fields.map((field) => printField(field, inside)))}${end}}`;
    case 'call': {
      const last = form.args.at(-1);
      const first = form.args.slice(0, -1).map(flatText);
      const head = `${form.callee}(${first.map((text) => `${text}, `).join('')}`;
      // The last argument stays on the line of the call, unless another one is long.
      const isAlone = form.args.at(-2)?.form.kind !== last?.form.kind;
      const hugs = last && isAlone && ['object', 'list', 'function', 'text'].includes(last.form.kind);
      if (hugs && first.every((text) => text !== undefined) && column + head.length + 1 <= WIDTH) {
        if (last.form.kind !== 'text' || last.form.text.includes('\n')) {
          return `${head}${brokenText(last, indent, column + head.length, after + 1)})`;
        }
      }
      if (form.args.length === 1 && last?.form.kind === 'call') {
        return `${head}\n${' '.repeat(inside)}${printCode(last, inside)},\n${end})`;
      }
      return `${form.callee}(\n${lines(form.args.map((arg) => printCode(arg, inside)))}${end})`;
    }
    case 'function': {
      const start = `${form.head} `;
      const body = isObject(form.body)
        ? `(${printCode(form.body, indent, column + start.length + 1, after + 1)})`
        : printCode(form.body, indent, column + start.length, after);
      return start + body;
    }
  }
}

function printField([name, value]: NamedCode, indent: number): string {
  const key = keyText(name);
  const text = printCode(value, indent, indent + key.length + 2);
  const isLongText = value.form.kind === 'text' && /^['"]/.test(text);
  if (isLongText && indent + key.length + 2 + text.length + 1 > WIDTH) {
    return `${key}:\n${' '.repeat(indent + 2)}${text}`;
  }
  return fieldText([name, value], text);
}

/** Whether a list has several objects of several fields each, which formatters print on lines of their own. */
function isTable(items: readonly Code[]): boolean {
  return items.length > 1 && items.every(({ form }) => form.kind === 'object' && form.fields.length > 1);
}

function fieldText([name]: NamedCode, text: string): string {
  return name === text ? text : `${keyText(name)}: ${text}`;
}

function keyText(name: string): string {
  // As a plain key, this name would set the prototype.
  if (name === '__proto__') return "['__proto__']";
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  return name.includes('\n') ? JSON.stringify(name) : quoted(name);
}

function isObject({ form }: Code): boolean {
  return form.kind === 'object';
}

function depthOf(form: Code['form']): number {
  switch (form.kind) {
    case 'text':
      return 0;
    case 'list':
      return Math.max(0, ...form.items.map(({ form: inner }) => depthOf(inner)));
    case 'object':
      return 1 + Math.max(0, ...form.fields.map(([, { form: inner }]) => depthOf(inner)));
    case 'call':
      return Math.max(0, ...form.args.map(({ form: inner }) => depthOf(inner)));
    case 'function':
      return depthOf(form.body.form);
  }
}
