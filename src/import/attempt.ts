import { ValidationError } from '../findings/validation-error';
import { type Code, readsOf } from './code';
import { patchesBetween } from './patches';
import type { Reads } from './reads';
import { Unfit, unfit } from './unfit';

/** Takes what code reads into the types of the data, if they can have it. */
export type TakeReads = (reads: readonly Reads[]) => boolean;

/** What code has to give: the wanted value, and how the value of the code is compared with it. */
export interface Aim {
  readonly wanted: unknown;
  readonly of: (value: unknown) => unknown;
}

/** The first piece of code that fits, or why none does. */
export interface Attempt {
  readonly code?: Code;
  readonly why: string;
}

/**
 * Tries several ways to write something, in their order. A way fits if it gives exactly what is wanted, and the types of
 * the data can have what it reads.
 */
export function attempt(ways: readonly (() => Code)[], aim: Aim, take: TakeReads): Attempt {
  const reasons: string[] = [];
  for (const way of ways) {
    try {
      const code = way();
      const [difference] = patchesBetween(plainOf(aim.of(code.value)), plainOf(aim.wanted));
      if (difference) unfit(`${OTHER} ${difference.path.slice(1).replaceAll('/', '.') || 'it'}`);
      if (!take(readsOf(code))) unfit('it takes one value of the event for two types');
      return { code, why: '' };
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  return {
    why: reasons.find((reason) => !reason.startsWith(OTHER)) ?? reasons[0] ?? 'no function has this form',
  };
}

const OTHER = 'its function renders another';

/** Why a way does not fit. An error that is none of ours is a mistake of ours. */
function reasonOf(error: unknown): string {
  if (error instanceof Unfit) return error.message;
  if (error instanceof ValidationError) return error.findings[0]?.message ?? error.message;
  throw error;
}

/** The value as JSON has it: without fields of undefined, and whatever realm it is of. */
function plainOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
