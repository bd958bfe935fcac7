import type { Fault } from '../../engine/engine';
import { faultIn } from '../../engine/faults';
import { quote } from '../../findings/words';
import { at, endsTooEarly } from '../faults';
import { asString, type Part, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** A script that Lua cannot read. */
export const luaSyntax: ObjectRule = {
  id: 'lua-syntax',
  severity: 'error',
  summary: 'The script of a transform or filter has a syntax error in Lua',
  why: 'The controller does not parse the script. For each event it fails, and the event is dropped (applyScriptTransform in pkg/sensors/dependencies/transform.go, filterScript in pkg/sensors/dependencies/filter.go).',
  needsEngine: true,
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of dependencies(sensor).flatMap(scriptsOf)) {
      const fault = text === '' ? undefined : faultIn('lua', text);
      if (fault === undefined) continue;
      report(place, `Lua cannot read the script: ${problemIn(text, fault)}`, {
        value: text,
        help: helpFor(text, fault),
      });
    }
  },
};

/** The scripts of a dependency. With jq, the engine does not look at the script of the transform. */
function scriptsOf({ path, value }: Part) {
  const isIgnored = Boolean(valueAt(value, 'transform', 'jq'));
  return ['transform', 'filters'].flatMap((field) => {
    const text = asString(valueAt(value, field, 'script'));
    if (text === undefined || (field === 'transform' && isIgnored)) return [];
    return { place: [...path, field, 'script'], text };
  });
}

function problemIn(text: string, fault: Fault): string {
  const { message, near } = fault;
  if (near !== undefined) {
    const isUnexpected = /^(?:syntax error|Invalid token)$/.test(message);
    return isUnexpected
      ? `unexpected ${quote(near)}${at(text, fault)}`
      : `${message} near ${quote(near)}${at(text, fault)}`;
  }
  return message === 'syntax error' ? endsTooEarly(text) : message;
}

const MEANT = new Map([
  ['!', 'write "~=" for not equal, and "not" for not'],
  ['&', 'write "and"'],
  ['|', 'write "or"'],
]);

function helpFor(text: string, { message, near }: Fault): string | undefined {
  if (near !== undefined) return MEANT.get(near);
  const opensBlock = /\b(?:then|do|function|else)\b/.test(text);
  return message === 'syntax error' && opensBlock ? 'an "end" may be missing' : undefined;
}
