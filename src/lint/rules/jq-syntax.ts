import { faultIn } from '../../engine/faults';
import { meantHelp } from '../../findings/refuse';
import { joinOr, quote } from '../../findings/words';
import { at, endsTooEarly } from '../faults';
import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** A transform that jq cannot read. */
export const jqSyntax: ObjectRule = {
  id: 'jq-syntax',
  severity: 'error',
  summary: 'A transform has a syntax error in jq, or calls a function that jq does not have',
  why: 'The controller does not parse the program. For each event it fails, and the event is dropped (applyJQTransform in pkg/sensors/dependencies/transform.go).',
  needsEngine: true,
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor)) {
      const text = asString(valueAt(value, 'transform', 'jq'));
      const fault = text ? faultIn('jq', text) : undefined;
      if (text === undefined || fault === undefined) continue;
      const place = [...path, 'transform', 'jq'];
      const [, name = '', count = ''] = /^function not defined: (.+)\/(\d+)$/.exec(fault.message) ?? [];
      if (name !== '') {
        report(place, `jq has no function ${quote(name)} with ${numberOfArguments(count)}`, {
          value: text,
          help: functionHelp(text, name, count, fault.known ?? []),
        });
        continue;
      }
      const problem =
        fault.message === 'unexpected EOF'
          ? endsTooEarly(text)
          : `${fault.message.replace(/^unexpected token /, 'unexpected ')}${at(text, fault)}`;
      report(place, `jq cannot read the program: ${problem}`, {
        value: text,
        help: MEANT.get(fault.near ?? ''),
      });
    }
  },
};

const MEANT = new Map([
  ["'", 'write texts in double quotes'],
  ['&', 'write "and"'],
  ['!', 'write "| not" after the value'],
]);

function numberOfArguments(count: string): string {
  if (count === '0') return 'no arguments';
  return count === '1' ? '1 argument' : `${count} arguments`;
}

function functionHelp(
  text: string,
  name: string,
  count: string,
  known: readonly string[],
): string | undefined {
  const others = known.filter((one) => one.startsWith(`${name}/`)).map((one) => one.slice(name.length + 1));
  if (others.length > 0) {
    return `expected ${joinOr(others.map(Number))} ${others.at(-1) === '1' ? 'argument' : 'arguments'}`;
  }
  // .my-key is .my minus the function key.
  const key = text.match(new RegExp(`\\.(\\w[\\w-]*-${name})(?![\\w-])`))?.[1];
  if (key !== undefined) return `write .[${JSON.stringify(key)}] for a key with a dash`;
  const names = [...new Set(known.map((one) => one.replace(/\/\d+$/, '')))];
  const field = count === '0' ? `write .${name} for a key of the event` : undefined;
  return meantHelp(name, names) ?? field;
}
