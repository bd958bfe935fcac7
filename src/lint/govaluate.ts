/** The names that an expression reads. */
export interface ExpressionNames {
  /** The variables, each once. */
  readonly variables: readonly string[];
  /** The names with a dot, such as `issue.state`. To govaluate they are members of a variable. */
  readonly members: readonly string[];
}

/**
 * The names that a govaluate expression reads, by the rules of govaluate's lexer (readToken in its parsing.go).
 *
 * @returns undefined if a string or a bracket is not closed
 */
export function namesInExpression(expression: string): ExpressionNames | undefined {
  const characters = [...expression];
  const variables = new Set<string>();
  const members = new Set<string>();
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
      readWhile((one) => !/['"]/.test(one));
      if (index++ >= characters.length) return undefined;
    } else if (character === '[') {
      index++;
      variables.add(readWhile((one) => one !== ']'));
      if (index++ >= characters.length) return undefined;
    } else if (/\p{L}/u.test(character)) {
      const name = readWhile((one) => /[\p{L}\p{Nd}_.]/u.test(one));
      if (name.includes('.')) members.add(name);
      else if (!['true', 'false', 'in', 'IN'].includes(name)) variables.add(name);
    } else if (/[\p{Nd}.]/u.test(character)) {
      // A hexadecimal number has letters, which are not a name.
      const isHex = character === '0' && characters[index + 1] === 'x';
      if (isHex) index += 2;
      readWhile((one) => (isHex ? /[\p{Nd}a-f]/iu : /[\p{Nd}.]/u).test(one));
    } else {
      index += character === '\\' ? 2 : 1;
    }
  }
  return { variables: [...variables], members: [...members] };
}
