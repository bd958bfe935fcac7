import { EVENT_KEYS } from '../conditional-parameters';
import { isObject, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter that passes the whole event on. */
export const wholeEvent: ObjectRule = {
  id: 'whole-event',
  severity: 'warning',
  summary: 'A parameter says nothing of what it reads of the event',
  why: 'The value is then the whole event as JSON: {"context": …, "data": "…"}, in which the data is base64 text (ResolveParamValue in pkg/sensors/triggers/params.go). Whoever expects the body has to decode it first.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of triggers(sensor).flatMap(parameters)) {
      const src = value['src'];
      if (!isObject(src) || EVENT_KEYS.some((field) => valueAt(src, field))) continue;
      if (typeof src['value'] === 'string') continue;
      report(
        [...path, 'src'],
        'without dataKey or contextKey, the value is the whole event, with its data as base64 text',
        { help: 'write a dataKey, such as body, or @this for all data' },
      );
    }
  },
};
