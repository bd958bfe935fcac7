import type { PlainObject } from '../lint/rule';
import { whileUnchanged } from '../remember';
import { addressStatements } from './addresses';
import { behindStatements } from './behind';
import { busStatements } from './buses';
import { callStatements } from './calls';
import { forgottenStatements } from './forgotten';
import { podStatements } from './pods';
import { policyStatements } from './policies';
import { type ImpactReport, type Statement, SUBJECTS } from './report';
import { resetStatements } from './resets';
import { rightStatements } from './rights';
import { rollStatements } from './rolls';
import { treeOf } from './tree';
import { waitingStatements } from './waiting';

/** What the change from one set of objects to another does to a cluster that has the first. */
export function impactOf(
  before: readonly PlainObject[],
  after: readonly PlainObject[],
): Omit<ImpactReport, 'exitCode'> {
  const [old, now] = [treeOf(before), treeOf(after)];
  const found = whileUnchanged(() => PARTS.flatMap((part) => part(old, now)));
  const merged = mergedOf(found);
  const statements = SUBJECTS.flatMap((subject) => merged.filter(({ about }) => about === subject));
  return {
    version: 1,
    before: old.byId.size,
    after: now.byId.size,
    loses: statements.some(({ effect }) => effect === 'lost'),
    statements,
  };
}

/** What is said in the same words of several objects is said once. */
function mergedOf(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  const counts = new Map<string, number>();
  for (const statement of statements) {
    const key = JSON.stringify({ ...statement, objects: [] });
    const objects = [...(merged.get(key)?.objects ?? []), ...statement.objects];
    merged.set(key, { ...statement, objects });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...merged].map(([key, statement]) =>
    counts.get(key) === 1 ? statement : { ...statement, message: `each: ${statement.message}` },
  );
}

/** A file for each. */
const PARTS = [
  resetStatements,
  busStatements,
  addressStatements,
  forgottenStatements,
  behindStatements,
  rightStatements,
  policyStatements,
  podStatements,
  rollStatements,
  callStatements,
  waitingStatements,
];
