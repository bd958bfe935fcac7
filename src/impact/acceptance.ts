const LINE = /^[ \t>*_-]*impact:[ \t]*accepted[ \t]*[,:;–-][ \t]*(?!<reason>)(\S.*)$/im;

/**
 * The reason in a line `Impact: accepted, <reason>` of a text, such as the description of a pull request; undefined if it has no
 * such line, or one without a reason.
 */
export function acceptanceIn(text: string): string | undefined {
  // What a template of the description has in a comment is nobody's word.
  const shown = text.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  return LINE.exec(shown)?.[1]?.trim();
}
