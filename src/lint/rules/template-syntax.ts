import type { Fault } from '../../engine/engine';
import { faultIn } from '../../engine/faults';
import { meantHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { at, endsTooEarly } from '../faults';
import type { ObjectRule } from '../rule';
import { textTemplatesIn } from '../templates';

/** A template that Go cannot read. */
export const templateSyntax: ObjectRule = {
  id: 'template-syntax',
  severity: 'error',
  summary: 'A template has a syntax error, or calls a function that there is not',
  why: 'The functions are those of Go and of sprig. The controller does not parse the template. In a parameter it fails for each event, and so does the trigger, if the parameter has no key or default (getValueWithTemplate in pkg/sensors/triggers/params.go). In a filter, every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  needsEngine: true,
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of textTemplatesIn(sensor)) {
      const fault = text === '' ? undefined : faultIn('template', text);
      if (fault === undefined) continue;
      const called = /^function "(.*)" not defined$/s.exec(fault.message)?.[1];
      if (called !== undefined) {
        report(place, `there is no function ${quote(called)} for templates${at(text, fault)}`, {
          value: text,
          help: meantHelp(called, fault.known ?? []),
        });
      } else {
        report(place, `the template cannot be read: ${problemIn(text, fault)}`, {
          value: text,
          help: helpFor(text, fault),
        });
      }
    }
  },
};

/** What text/template says, in words. */
function problemIn(text: string, fault: Fault): string {
  if (fault.message === 'unexpected EOF') return endsTooEarly(text);
  if (fault.message === 'unclosed action') return `"{{" has no "}}"${at(text, fault)}`;
  const bad = /^(?:unexpected )?bad character U\+[0-9A-F]+ '(.*)'$/s.exec(fault.message)?.[1];
  return `${bad === undefined ? fault.message : `unexpected ${quote(bad)}`}${at(text, fault)}`;
}

function helpFor(text: string, { message }: Fault): string | undefined {
  if (message === 'unexpected EOF') return 'an {{ end }} may be missing';
  // .Input.my-key and .Input.list[0] are no templates.
  const [, before = '', key = ''] = text.match(/(\.[\w.]*)\.(\w+(?:-\w+)+)/) ?? [];
  if (/'-'$/.test(message) && key !== '') return `write (index ${before} ${JSON.stringify(key)})`;
  const [, list = '', index = ''] = text.match(/(\.[\w.]+)\[(\w+)\]/) ?? [];
  if (/'\['$/.test(message) && list !== '') return `write (index ${list} ${index})`;
  return message.startsWith('malformed character constant') ? 'write texts in double quotes' : undefined;
}
