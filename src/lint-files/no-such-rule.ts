/** Thrown if there is no rule of a name. */
export class NoSuchRuleError extends Error {
  override readonly name = 'NoSuchRuleError';
}
