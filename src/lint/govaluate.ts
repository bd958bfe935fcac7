/** A token of an expression. */
export interface Token {
  readonly kind: 'variable' | 'member' | 'text' | 'number' | 'boolean' | 'operator' | 'bracket';
  /** A text without its quotes, a variable without its brackets. */
  readonly text: string;
}

/**
 * The tokens of a govaluate expression, by the rules of govaluate's lexer (readToken in its parsing.go).
 *
 * @returns undefined if a string or a bracket is not closed
 */
export function tokensOf(expression: string): readonly Token[] | undefined {
  const characters = [...expression];
  const tokens: Token[] = [];
  let index = 0;

  // Reads up to the first character that does not belong. A character after a backslash always belongs.
  const readWhile = (belongs: (character: string) => boolean): string => {
    let text = '';
    for (; index < characters.length; index++) {
      const character = characters[index] ?? '';
      if (character === '\\') text += characters[++index] ?? '';
      else if (belongs(character)) text += character;
      else break;
    }
    return text;
  };

  while (index < characters.length) {
    const character = characters[index] ?? '';
    if (/['"]/.test(character)) {
      index++;
      // Both quotes end a string, whichever began it.
      tokens.push({ kind: 'text', text: readWhile((one) => !/['"]/.test(one)) });
      if (index++ >= characters.length) return undefined;
    } else if (character === '[') {
      index++;
      tokens.push({ kind: 'variable', text: readWhile((one) => one !== ']') });
      if (index++ >= characters.length) return undefined;
    } else if (/\p{L}/u.test(character)) {
      tokens.push(wordToken(readWhile((one) => /[\p{L}\p{Nd}_.]/u.test(one))));
    } else if (/[\p{Nd}.]/u.test(character)) {
      // A hexadecimal number has letters, which are not a name.
      const isHex = character === '0' && characters[index + 1] === 'x';
      if (isHex) index += 2;
      const digits = readWhile((one) => (isHex ? /[\p{Nd}a-f]/iu : /[\p{Nd}.]/u).test(one));
      tokens.push({ kind: 'number', text: isHex ? `0x${digits}` : digits });
    } else if (/[(),]/.test(character)) {
      index++;
      tokens.push({ kind: 'bracket', text: character });
    } else if (/\s/.test(character)) {
      index++;
    } else {
      const operator = readWhile((one) => !/[\p{L}\p{Nd}()[\]'"\s]/u.test(one));
      // A bracket that nothing opens.
      if (operator === '' && characters[index] !== undefined) index++;
      tokens.push({ kind: 'operator', text: operator || character });
    }
  }
  return tokens;
}

function wordToken(text: string): Token {
  if (text === 'in' || text === 'IN') return { kind: 'operator', text: 'in' };
  if (text === 'true' || text === 'false') return { kind: 'boolean', text };
  return { kind: text.includes('.') ? 'member' : 'variable', text };
}

/** The names that an expression reads. */
export interface ExpressionNames {
  /** The variables, each once. */
  readonly variables: readonly string[];
  /** The names with a dot, such as `issue.state`. To govaluate they are members of a variable. */
  readonly members: readonly string[];
}

/**
 * The names that a govaluate expression reads.
 *
 * @returns undefined if a string or a bracket is not closed
 */
export function namesInExpression(expression: string): ExpressionNames | undefined {
  const tokens = tokensOf(expression);
  const namesOf = (wanted: Token['kind']) => [
    ...new Set(tokens?.flatMap(({ kind, text }) => (kind === wanted ? [text] : []))),
  ];
  return tokens && { variables: namesOf('variable'), members: namesOf('member') };
}

/** A comparison of a variable with a literal. */
export interface Comparison {
  readonly variable: string;
  /** As if the variable stood on the left. */
  readonly operator: string;
  readonly literal: Token;
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The comparisons of a variable with a literal next to it. What is more than these two, such as `a + 1 == 2`, is left out. */
export function comparisonsIn(expression: string): Comparison[] {
  const tokens = tokensOf(expression) ?? [];
  return tokens.flatMap((token, index): Comparison[] => {
    if (token.kind !== 'operator' || !COMPARATORS.includes(token.text)) return [];
    const [left, right] = [tokens[index - 1], tokens[index + 1]];
    if (!left || !right || !isAlone(tokens[index - 2]) || !isAlone(tokens[index + 2])) return [];
    if (left.kind === 'variable' && isLiteral(right))
      return [{ variable: left.text, operator: token.text, literal: right }];
    const isPattern = token.text.includes('~');
    if (right.kind !== 'variable' || !isLiteral(left) || isPattern) return [];
    return [{ variable: right.text, operator: MIRRORED[token.text] ?? token.text, literal: left }];
  });
}

const COMPARATORS = ['==', '!=', '<', '<=', '>', '>=', '=~', '!~'];

const isLiteral = ({ kind }: Token) => kind === 'text' || kind === 'number' || kind === 'boolean';

/** Whether nothing but a comparison of its own can be beside a token: the end, a parenthesis, && or ||. */
function isAlone(token: Token | undefined): boolean {
  if (token === undefined) return true;
  return token.kind !== 'text' && /^(?:[()]|&&|\|\||\?|:)$/.test(token.text);
}

// The formats that are in use of those that govaluate tries (tryParseTime in its parsing.go).
const TIME =
  /^\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:[+-]\d\d:\d\d)?)?|T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d))?$|^\d{1,2}:\d\d[AP]M$/;

/** Whether a literal is a text that is read as a time, and so as a number. */
export function isTime({ kind, text }: Token): boolean {
  return kind === 'text' && TIME.test(text);
}
