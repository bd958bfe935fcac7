import { quote } from '../../findings/words';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, isSetByParameter, triggers } from '../sensor';

/** A URL to which no request can be sent. */
export const httpUrl: ObjectRule = {
  id: 'http-url',
  severity: 'error',
  summary: 'An HTTP trigger has an invalid url, and no parameter that sets it',
  why: 'Each request fails before it is sent: the client needs http or https and a host (Execute in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const http = actionPart(trigger, 'http');
      const url = asString(http?.value['url']);
      // The schema refuses an empty or missing url.
      if (!http || !url || /^https?:\/\/[^\s/?#{}<>"]+(?:[/?#]|$)/i.test(url)) continue;
      if (isSetByParameter(trigger, 'http.url')) continue;
      report([...http.path, 'url'], `${quote(url)} is no URL of HTTP`, {
        value: url,
        help: 'expected one such as https://host/path',
      });
    }
  },
};
