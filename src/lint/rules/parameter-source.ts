import { describe } from '../../findings/words';
import { valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter with fields that exclude each other. */
export const parameterSource: ObjectRule = {
  id: 'parameter-source',
  severity: 'error',
  summary: 'A parameter has several source fields, of which the engine uses one',
  why: 'The engine uses data before context. The result of a template is a string and never raw (ResolveParamValue in pkg/sensors/triggers/params.go). In a payload the engine ignores the operation (ConstructPayload in the same file).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const source = (field: string) => valueAt(value, 'src', field);
      const data = (['dataKey', 'dataTemplate'] as const).find((field) => source(field));
      const context = (['contextKey', 'contextTemplate'] as const).find((field) => source(field));
      // If a template fails, the engine uses the key.
      const key = source('dataKey') || source('contextKey');
      const template = (['dataTemplate', 'contextTemplate'] as const).find((field) => source(field) && !key);
      if (data && context) {
        report([...path, 'src', context], `${context} has no effect beside ${data}`, {
          value: source(context),
          help: 'keep one of the two',
        });
      }
      if (template && source('useRawData') === true) {
        report([...path, 'src', 'useRawData'], `useRawData has no effect with ${template}`, {
          value: true,
          help: 'use dataKey or contextKey',
        });
      }
      if (!key && !template && source('value') !== undefined && source('useRawData') === true) {
        report([...path, 'src', 'useRawData'], 'useRawData has no effect on a constant, which is a text', {
          value: true,
          help: 'write the constant into the source, without a parameter',
        });
      }
      const operation = value['operation'];
      if ((target === 'payload' || target === 'header') && operation && operation !== 'overwrite') {
        report([...path, 'operation'], `operation ${describe(operation)} has no effect in a ${target}`, {
          value: operation,
          help: 'remove it',
        });
      }
    }
  },
};
