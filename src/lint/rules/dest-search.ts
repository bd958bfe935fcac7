import { quote } from '../../findings/words';
import { keysBeforeSearch, keysOf } from '../paths';
import { asString, valueAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { OBJECT_KINDS, type Parameter, parameters, triggers } from '../sensor';

/** A dest with a wildcard where there is nothing to find. */
export const destSearch: ObjectRule = {
  id: 'dest-search',
  severity: 'error',
  summary: 'The dest of a parameter has a wildcard that can find nothing',
  why: 'With *, ?, #, | or @ a dest is a search. sjson changes only what it finds, and reports no error if it finds nothing (ApplyParams and ConstructPayload in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const all = parameters(trigger);
      for (const [index, parameter] of all.entries()) {
        const dest = asString(parameter.value['dest']) ?? '';
        const before = keysBeforeSearch(dest);
        if (!before || parameter.target === 'header') continue;
        const searched = searchedIn(trigger.value, parameter);
        if (searched === 'unknown' || hasMembersAt(searched, before)) continue;
        if (all.slice(0, index).some((earlier) => mayCreateTarget(earlier, parameter, before))) continue;
        report([...parameter.path, 'dest'], `${quote(dest)} is a search that finds nothing`, {
          value: dest,
          help: 'write \\ before *, ?, #, | and @ in a key',
        });
      }
    }
  },
};

/** Whether an earlier parameter may have created what the search can find. */
function mayCreateTarget(earlier: Parameter, parameter: Parameter, before: readonly string[]): boolean {
  if (earlier.target !== parameter.target) return earlier.target === 'template';
  return before.length === 0 || keysOf(asString(earlier.value['dest']) ?? '')[0] === before[0];
}

/** The value in which sjson searches; undefined if there is none. */
function searchedIn(trigger: PlainObject, { target, kind }: Parameter): unknown {
  if (target === 'payload') return undefined;
  if (kind === undefined) return valueAt(trigger, 'template');
  const action = valueAt(trigger, 'template', kind);
  if (!OBJECT_KINDS.includes(kind)) return kind === 'custom' ? 'unknown' : action;
  // The object comes from elsewhere, such as a URL or git, so it is not known.
  return valueAt(action, 'source', 'resource') ?? 'unknown';
}

function hasMembersAt(value: unknown, keys: readonly string[]): boolean {
  const found = keys.reduce<unknown>(
    (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : valueAt(inner, key)),
    value,
  );
  return typeof found === 'object' && found !== null && Object.keys(found).length > 0;
}
