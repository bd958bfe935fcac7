import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A place to write to that is written in another notation. */
export const destPath: ObjectRule = {
  id: 'dest-path',
  severity: 'error',
  summary: 'The dest of a parameter is no sjson path',
  why: 'A dest is an sjson path: brackets and quotes become part of a key, and an empty key is one too or the item of a list, so the value goes where nobody reads it (ApplyParams in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']);
      // A header is no path, an empty dest the whole payload; the schema refuses it anywhere else.
      if (dest === undefined || dest === '' || target === 'header') continue;
      if (/\[[^\]]*\]/.test(dest.replace(/\\./gs, ''))) {
        report(
          [...path, 'dest'],
          'Path has brackets',
          dest,
          'keys with dots between them, and \\. for a dot in a key',
        );
      } else if (keysOf(dest).some((key) => key === '' || key === '$')) {
        report([...path, 'dest'], 'Path has an empty key', dest, 'keys with dots between them');
      }
    }
  },
};
