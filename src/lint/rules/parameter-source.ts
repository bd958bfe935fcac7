import { valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A source with fields that exclude one another. */
export const parameterSource: ObjectRule = {
  id: 'parameter-source',
  severity: 'error',
  summary: 'A parameter has fields of which the engine looks at one only',
  why: 'Data comes before context, and the result of a template is a string, which is never raw (ResolveParamValue in pkg/sensors/triggers/params.go). A payload is written once, so an operation means nothing there (ConstructPayload in the same file).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const source = (field: string) => valueAt(value, 'src', field);
      const data = (['dataKey', 'dataTemplate'] as const).find((field) => source(field));
      const context = (['contextKey', 'contextTemplate'] as const).find((field) => source(field));
      // Where a template fails, a key stands in.
      const key = source('dataKey') || source('contextKey');
      const template = (['dataTemplate', 'contextTemplate'] as const).find((field) => source(field) && !key);
      if (data && context) {
        report(
          [...path, 'src', context],
          `Context is not looked at beside ${data}`,
          source(context),
          'one of the two',
        );
      }
      if (template && source('useRawData') === true) {
        report(
          [...path, 'src', 'useRawData'],
          `Value of ${template} is never raw`,
          true,
          'a dataKey or contextKey',
        );
      }
      const operation = value['operation'];
      if ((target === 'payload' || target === 'header') && operation && operation !== 'overwrite') {
        report([...path, 'operation'], 'Operation is not looked at in a payload', operation, ['overwrite']);
      }
    }
  },
};
