import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, isSetByParameter, triggers } from '../sensor';

/** A URL that no request can be sent to. */
export const httpUrl: ObjectRule = {
  id: 'http-url',
  severity: 'error',
  summary: 'An HTTP trigger has a url that is none, and no parameter for it',
  why: 'Each request fails before it is sent: the client speaks http and https, and wants a host (Execute in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const http = actionPart(trigger, 'http');
      const url = asString(http?.value['url']);
      // The schema has a word on an empty one, and on a missing one.
      if (!http || !url || /^https?:\/\/[^\s/?#{}<>"]+(?:[/?#]|$)/i.test(url)) continue;
      if (isSetByParameter(trigger, 'http.url')) continue;
      report([...http.path, 'url'], 'URL is not one of HTTP', url, 'https://host/path');
    }
  },
};
