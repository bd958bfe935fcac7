import { asString, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, isSetByParameter, triggers } from '../sensor';

/** A secret in a field that anybody who can read the Sensor can read. */
export const clearSecret: ObjectRule = {
  id: 'clear-secret',
  severity: 'warning',
  summary: 'A header that carries a secret has its value in the Sensor',
  why: 'The value is in the Sensor, in the environment of its pod and in git. secureHeaders reads it from a Secret at each request (Execute in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const http = actionPart(trigger, 'http');
      const headers = http && partAt(http, 'headers');
      for (const [name, value] of Object.entries(headers?.value ?? {})) {
        if (
          !headers ||
          !SECRET_HEADER.test(name) ||
          !asString(value) ||
          isSetByParameter(trigger, `http.headers.${name}`)
        )
          continue;
        // The message has the name of the header only, because the value must not get into a log.
        report([...headers.path, name], `the header ${name} carries a secret in the clear`, {
          help: 'use secureHeaders, which read it from a Secret',
        });
      }
    }
  },
};

const SECRET_HEADER =
  /^(?:(?:proxy-)?authorization|(?:x-)?api-?key|x-auth-token|private-token|(?:x-)?gitlab-token|cookie)$/i;
