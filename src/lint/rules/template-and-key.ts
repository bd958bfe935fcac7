import { valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter with a template and a key. */
export const templateAndKey: ObjectRule = {
  id: 'template-and-key',
  severity: 'warning',
  summary: 'A parameter has a template and a key, of which the engine uses the template',
  why: 'The result of the template is the value, and the template does not see the key. The engine reads the key only if the template fails or prints nothing (ResolveParamValue in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of triggers(sensor).flatMap(parameters)) {
      for (const part of ['data', 'context']) {
        const [key, template] = [`${part}Key`, `${part}Template`];
        if (!valueAt(value, 'src', key) || !valueAt(value, 'src', template)) continue;
        report([...path, 'src', key], `the engine reads ${key} only if ${template} fails or prints nothing`, {
          value: valueAt(value, 'src', key),
          help: 'keep one of the two',
        });
      }
    }
  },
};
