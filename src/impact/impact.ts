import type { PlainObject } from '../lint/rule';
import { addressStatements } from './addresses';
import { behindStatements } from './behind';
import { busStatements } from './buses';
import { forgottenStatements } from './forgotten';
import { type ImpactReport, SUBJECTS } from './report';
import { resetStatements } from './resets';
import { treeOf } from './tree';

/** What the change from one set of objects to another does to a cluster that has the first. */
export function impactOf(
  before: readonly PlainObject[],
  after: readonly PlainObject[],
): Omit<ImpactReport, 'exitCode'> {
  const [old, now] = [treeOf(before), treeOf(after)];
  const found = PARTS.flatMap((part) => part(old, now));
  const statements = SUBJECTS.flatMap((subject) => found.filter(({ about }) => about === subject));
  return {
    version: 1,
    before: old.byId.size,
    after: now.byId.size,
    loses: statements.some(({ effect }) => effect === 'lost'),
    statements,
  };
}

const PARTS = [resetStatements, busStatements, addressStatements, forgottenStatements, behindStatements];
