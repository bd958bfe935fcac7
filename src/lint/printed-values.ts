/** A value of the event that a template prints as Go does. */
export interface PrintedValue {
  /** The value, as it is in the template: `.Input.body.id`. */
  readonly text: string;
  /** The last key of its path; undefined if it is not in the template. */
  readonly key: string | undefined;
  /** Whether a default follows that is a text, so that the value is one too. */
  readonly isText: boolean;
  /** Whether it prints `<no value>` or `<nil>` if it is missing. */
  readonly printsMissing: boolean;
}

/**
 * The values of the event that a Go template prints without a function that takes care of numbers. Go prints a number of a
 * million or more with an exponent, because each number of the event is a float64 (getValueWithTemplate in
 * pkg/sensors/triggers/params.go).
 */
export function printedValues(template: string): PrintedValue[] {
  const actions = [...template.matchAll(ACTION)].map(([, inner = '']) => inner.trim());
  const isAlone = actions.length === 1 && template.trim().replace(ACTION, '') === '';
  const tests = actions.filter((action) => /^(?:else )?(?:if|with)\b/.test(action));
  return actions
    .filter((action) => action !== '' && !NOT_PRINTING.test(action))
    .flatMap((action) => {
      const value = printedBy(pipeline(action));
      if (value === undefined) return [];
      const isTested = tests.some((test) => test.includes(value.text));
      const printsMissing =
        value.printsMissing === 'always' || (value.printsMissing === 'in text' && !isAlone);
      return [{ ...value, printsMissing: printsMissing && !isTested }];
    });
}

// What is in an action, without a comment.
const ACTION = /\{\{-?\s*(?:\/\*.*?\*\/|((?:"(?:\\.|[^"\\])*"|`[^`]*`|.)*?))\s*-?\}\}/gs;
const NOT_PRINTING = /^(?:if|else|end|range|with|define|block|template|break|continue)\b|^\$\w*\s*(?:,|:?=)/;

/** The commands of a pipeline, each as its words. */
function pipeline(action: string): string[][] {
  const commands: string[][] = [[]];
  let depth = 0;
  let isWordOpen = false;
  for (const token of action.match(/"(?:\\.|[^"\\])*"|`[^`]*`|\s+|[()|]|[^\s()|"`]+/gs) ?? []) {
    const words = commands.at(-1) ?? [];
    if (depth === 0 && token === '|') commands.push([]);
    if (depth === 0 && (token === '|' || token.trim() === '')) {
      isWordOpen = false;
      continue;
    }
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (isWordOpen) words.push((words.pop() ?? '') + token);
    else words.push(token);
    isWordOpen = true;
  }
  return commands;
}

interface Printing extends Omit<PrintedValue, 'printsMissing'> {
  readonly printsMissing: When;
}

/** When a missing value shows. */
type When = 'in text' | 'always' | 'never';

/** Functions that leave a number as it is, or print it as Go does, by what they make of nothing. */
const PRINTING: ReadonlyMap<string, When> = new Map([
  ...['toString', 'print', 'println', 'printf', 'html', 'urlquery'].map((name) => [name, 'always'] as const),
  ...['cat', 'quote', 'squote', 'default', 'coalesce', 'floor', 'ceil', 'round'].map(
    (name) => [name, 'never'] as const,
  ),
]);

function printedBy([first = [], ...rest]: readonly string[][]): Printing | undefined {
  const start = eventValue(first) ?? calledWith(first);
  return rest.reduce<Printing | undefined>((value, command) => value && passedTo(command, value), start);
}

/** A value of the event, as it is. */
function eventValue(words: readonly string[]): Printing | undefined {
  const [word = '', ...more] = words;
  const as = (text: string, key: string | undefined): Printing => ({
    text,
    key,
    isText: false,
    printsMissing: 'in text',
  });
  if (more.length === 0 && /^\$?\.Input(?:\.\w+)+$/.test(word)) return as(word, word.split('.').at(-1));
  if (word === 'index' && /^\$?\.Input\b/.test(more[0] ?? '')) {
    const value = as(words.join(' '), /^["`](.*)["`]$/.exec(more.at(-1) ?? '')?.[1]);
    // Each header is a list of texts.
    return { ...value, isText: /^\$?\.Input\.headers?$/.test(more[0] ?? '') };
  }
  const [, inner = '', fields] = /^\((.*)\)((?:\.\w+)*)$/s.exec(word) ?? [];
  if (more.length > 0 || inner === '') return undefined;
  const value = printedBy(pipeline(inner));
  return value && { ...value, text: word, ...(fields && { key: fields.split('.').at(-1) }) };
}

/** What is printed of the last value that a function is called with. */
function calledWith([name = '', ...words]: readonly string[]): Printing | undefined {
  const index = words.map((word) => eventValue([word]) !== undefined).lastIndexOf(true);
  const value = eventValue([words[index] ?? '']);
  return value && passedTo([name, ...words.filter((_, place) => place !== index)], value);
}

function passedTo([name = '', ...words]: readonly string[], value: Printing): Printing | undefined {
  const when = PRINTING.get(name);
  if (when === undefined) return undefined;
  // %.0f and the like print digits.
  if (name === 'printf' && /%[-+# 0-9.]*f/.test(words[0] ?? '')) return undefined;
  const hasDefault = name === 'default' || name === 'coalesce';
  return {
    ...value,
    isText: value.isText || (hasDefault && /^["`]/.test(words[0] ?? '')),
    printsMissing: value.printsMissing === 'never' ? 'never' : when,
  };
}
