import { isDeepStrictEqual } from 'node:util';
import { quote } from '../findings/words';
import { nameOf } from '../lint/objects';
import { asList, asObject, asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { objectName } from './object-name';
import type { Statement } from './report';
import { onlyIn, pairsOf, type Tree } from './tree';

const KINDS = ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'];
const BINDINGS = KINDS.map((kind) => `${kind}Binding`);

/** Which admission policies there are more or less, and what they refuse more or less. */
export function policyStatements(before: Tree, after: Tree): Statement[] {
  return [
    ...group(
      KINDS.flatMap((kind) => onlyIn(after, before, kind)),
      'refuses from now on what it does not allow',
      ORDER,
    ),
    ...group(
      KINDS.flatMap((kind) => onlyIn(before, after, kind)),
      'refuses nothing any more; with kubectl apply, it and its binding stay in force',
    ),
    ...KINDS.flatMap((kind) => pairsOf(before, after, kind)).flatMap((pair) =>
      changed(pair.before, pair.after),
    ),
    ...BINDINGS.flatMap((kind) => pairsOf(before, after, kind)).flatMap((pair) =>
      bound(pair.before, pair.after),
    ),
  ];
}

const REASON = 'The API server asks a policy about every write that its binding selects.';
const ORDER = 'apply the policy no later than the Sensors that it is about';

function group(policies: readonly PlainObject[], message: string, help?: string): Statement[] {
  if (policies.length === 0) return [];
  return [
    {
      about: 'policies',
      effect: 'note',
      objects: policies.map(objectName),
      message,
      reason: REASON,
      ...(help !== undefined && { help }),
    },
  ];
}

function changed(before: PlainObject, after: PlainObject): Statement[] {
  if (isDeepStrictEqual(before['spec'], after['spec'])) return [];
  const [was, is] = [before, after].map(
    (policy) =>
      new Set(
        asList(valueAt(policy, 'spec', 'validations')).map((one) =>
          JSON.stringify(asObject(one)['expression']),
        ),
      ),
  ) as [Set<string>, Set<string>];
  const more = [...is].filter((one) => !was.has(one)).length;
  const fewer = [...was].filter((one) => !is.has(one)).length;
  const others = [...new Set([...keysOf(before), ...keysOf(after)])].filter(
    (field) =>
      field !== 'validations' &&
      !isDeepStrictEqual(valueAt(before, 'spec', field), valueAt(after, 'spec', field)),
  );
  const parts = [
    ...(more > 0 ? [`${more} new validation${more === 1 ? '' : 's'}`] : []),
    ...(fewer > 0 ? [`${fewer} fewer`] : []),
    ...(others.length > 0 ? [`another ${others.map(quote).join(', ')}`] : []),
  ];
  if (parts.length === 0) parts.push('other messages');
  return group([after], `has ${parts.join(', ')}`, more > 0 || others.length > 0 ? PODS : undefined);
}

const PODS =
  'until the pods of the Sensors are replaced, what they write is judged by the new policy: read which writes it refuses';

function keysOf(policy: PlainObject): string[] {
  return Object.keys(asObject(policy['spec']));
}

function bound(before: PlainObject, after: PlainObject): Statement[] {
  if (isDeepStrictEqual(before['spec'], after['spec'])) return [];
  const [was, is] = [before, after].map((binding) =>
    asList(valueAt(binding, 'spec', 'validationActions')).join(', '),
  );
  const message =
    was === is
      ? `selects other writes for policy ${quote(asString(valueAt(after, 'spec', 'policyName')) ?? nameOf(after))}`
      : `acts with ${quote(is ?? '')}, and did with ${quote(was ?? '')}`;
  return group([after], message);
}
