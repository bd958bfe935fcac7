import { faultIn } from '../../engine/faults';
import { meantHelp, namesHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { at, endsTooEarly } from '../faults';
import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A filter of an event source that cannot be read. */
export const eventFilterSyntax: ObjectRule = {
  id: 'event-filter-syntax',
  severity: 'error',
  summary: 'The filter of an event source has a syntax error, or calls a function that there is not',
  why: 'The controller does not parse the expression. For each event it fails, and the event is not published (filterEvent in pkg/eventsources/eventing.go). Beside the functions of Expr there are asInt, asFloat, jsonpath, toJson and those of sprig (GetFuncMap in pkg/shared/expr/eval.go).',
  needsEngine: true,
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, value } of eventsOf(source)) {
      const text = asString(valueAt(value, 'filter', 'expression'));
      const fault = text === undefined ? undefined : faultIn('eventFilter', text);
      if (text === undefined || fault === undefined) continue;
      const place = [...path, 'filter', 'expression'];
      const called = /^function "(.*)" not defined$/s.exec(fault.message)?.[1];
      if (called !== undefined) {
        const known = fault.known ?? [];
        report(place, `there is no function ${quote(called)} for filters of event sources`, {
          value: text,
          help: meantHelp(called, known) ?? namesHelp(known),
        });
      } else {
        const problem =
          fault.message === 'unexpected token EOF'
            ? endsTooEarly(text)
            : `${wordsOf(fault.message)}${at(text, fault)}`;
        report(place, `the filter cannot be read: ${problem}`, {
          value: text,
          help: fault.message.endsWith('("=")') ? 'write "=="' : undefined,
        });
      }
    }
  },
};

/** `unexpected token Operator("=")` without the kind of the token. */
function wordsOf(message: string): string {
  return message
    .replace(/^unexpected token \w+\((.*)\)$/s, 'unexpected $1')
    .replace(
      /^unrecognized character: U\+[0-9A-F]+ '(.*)'$/s,
      (_, character) => `unexpected ${quote(character)}`,
    );
}
