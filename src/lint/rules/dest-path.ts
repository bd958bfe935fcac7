import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A dest in the notation of another language. */
export const destPath: ObjectRule = {
  id: 'dest-path',
  severity: 'error',
  summary: 'The dest of a parameter is not an sjson path',
  why: 'A dest is an sjson path. Brackets and quotes become parts of a key, and an empty key is a key too, or the next item of a list. So the value is written where nothing reads it (ApplyParams in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']);
      // The name of a header is not a path. An empty dest is the whole payload; elsewhere the schema refuses it.
      if (dest === undefined || dest === '' || target === 'header') continue;
      if (/\[[^\]]*\]/.test(dest.replace(/\\./gs, ''))) {
        report([...path, 'dest'], `${quote(dest)} has brackets, which become a part of the key`, {
          value: dest,
          help: 'write labels.0 for an item of a list, and \\. for a dot in a key',
        });
      } else if (keysOf(dest).some((key) => key === '' || key === '$')) {
        report(
          [...path, 'dest'],
          `${quote(dest)} has ${keysOf(dest).includes('') ? 'an empty key' : 'the key $'}`,
          { value: dest, help: 'write keys with dots between them' },
        );
      }
    }
  },
};
