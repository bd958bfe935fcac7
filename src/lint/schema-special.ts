import { BUS_VERSIONS } from '../../imports/bus-versions';
import { unexpected, type Wording } from '../findings/refuse';
import { describe, joinOr, quote } from '../findings/words';
import { valueAt, valueAtPath } from './plain';
import type { SchemaFault } from './schema-faults';
import { wordsOfPattern } from './schema-patterns';

/** Errors that need other words than those of their keyword. */
export function specialWording(object: unknown, fault: SchemaFault): Wording | undefined {
  const { keyword, field, value } = fault;
  const path = fault.path.join('.');
  if (keyword === 'minLength' && FILTER_VALUE.test(path)) return emptyFilterValue(object, fault);
  if (keyword === 'required' && field === 'atLeastOnce') {
    return path.endsWith('.dlqTrigger')
      ? { message: 'missing atLeastOnce: true', help: 'a dlqTrigger cannot be without it' }
      : { message: WITHOUT_IT };
  }
  if (keyword === 'const' && path.endsWith('.atLeastOnce')) return { message: WITHOUT_IT, value };
  if (keyword === 'not' && path === 'spec.jetstream.replicas') {
    return unexpected(value, '1, or 3 or more');
  }
  if (FIELD_FILTER.test(path)) return filterOperation(object, fault);
  return ofBus(path, fault) ?? ofTime(fault);
}

const FILTER_VALUE = /^spec\.dependencies\.\d+\.filters\.data\.\d+\.value\.\d+$/;
const WITHOUT_IT = 'dlqTrigger has no effect without atLeastOnce: true';

const FIELD_FILTER = /^spec\.resource\.[^.]+\.filter\.fields\.\d+(?:\.operation)?$/;

/** A filter of a field knows three operations, and none is not one of them (filterFields in pkg/eventsources/sources/resource/start.go). */
function filterOperation(object: unknown, { keyword, path, field, value }: SchemaFault): Wording | undefined {
  if (keyword === 'required' && field === 'operation') {
    return { message: 'no object passes a filter without operation', help: 'write operation: "=="' };
  }
  if (keyword !== 'enum') return undefined;
  const text = String(valueAt(valueAtPath(object, path.slice(0, -1)), 'value') ?? '');
  return {
    message: `no object passes a filter with the operation ${describe(value)}`,
    help:
      HELP_FOR_OPERATION[String(value)]?.(text.split(',').map((one) => one.trim())) ??
      'expected "=", "==" or "!="',
    value,
  };
}

const oneOf = (values: readonly string[]) =>
  quote(`^(?:${values.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`);

const HELP_FOR_OPERATION: Readonly<Record<string, (values: readonly string[]) => string>> = {
  in: (values) => `write "==" and the value ${oneOf(values)}`,
  notin: (values) => `write "!=" and the value ${oneOf(values)}`,
  exists: () => 'write "==" and the value "", which any object with the field passes',
};

function ofBus(path: string, { keyword, field, value }: SchemaFault): Wording | undefined {
  if (path === 'spec.jetstream.version' && keyword === 'type' && typeof value === 'number') {
    return {
      message: `expected a text in quotes, not the number ${value}`,
      help: `write a version that the controller knows, such as ${joinOr(BUS_VERSIONS.slice(-1))}`,
      value,
    };
  }
  if (path === 'spec.nats.native' && keyword === 'additionalProperties' && field === 'version') {
    return {
      message: 'unknown field "version"',
      help: 'remove it: the controller knows one version of STAN',
    };
  }
  return undefined;
}

/** A word of cron for a schedule, or a duration in days or weeks, which the engine's parsers do not know. */
function ofTime({ keyword, schema, value }: SchemaFault): Wording | undefined {
  if (keyword !== 'pattern' || typeof value !== 'string') return undefined;
  const [, count, unit] = /^(\d+)([dw])$/.exec(value) ?? [];
  const meant =
    unit === undefined ? SCHEDULES[value.trim()] : `${Number(count) * (unit === 'd' ? 24 : 168)}h`;
  if (meant === undefined) return undefined;
  return { ...unexpected(value, wordsOfPattern(schema.pattern ?? '')), help: `write ${quote(meant)}` };
}

const SCHEDULES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The engine refuses an empty value. As a pattern, it would match every text. */
function emptyFilterValue(object: unknown, { path, value }: SchemaFault): Wording {
  const filter = valueAtPath(object, path.slice(0, -2));
  if (valueAt(filter, 'comparator') === '!=') {
    const help = 'to ask for a value write "(?s)."';
    return { message: '"" matches every text, so != lets nothing pass', help, value };
  }
  return { message: '"" matches every text', help: 'to ask for an empty text write "^$"', value };
}
