import type { Rule } from '../rule';
import { httpStatusAllow } from './http-status-allow';
import { invalidRegex } from './invalid-regex';
import { unknownDependency } from './unknown-dependency';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [httpStatusAllow, invalidRegex, unknownDependency];
