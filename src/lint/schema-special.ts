import { unexpected, type Wording } from '../findings/refuse';
import { valueAt, valueAtPath } from './plain';
import type { SchemaFault } from './schema-faults';

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
  return undefined;
}

const FILTER_VALUE = /^spec\.dependencies\.\d+\.filters\.data\.\d+\.value\.\d+$/;
const WITHOUT_IT = 'dlqTrigger has no effect without atLeastOnce: true';

/** The engine refuses an empty value. As a pattern, it would match every text. */
function emptyFilterValue(object: unknown, { path, value }: SchemaFault): Wording {
  const filter = valueAtPath(object, path.slice(0, -2));
  if (valueAt(filter, 'comparator') === '!=') {
    const help = 'to ask for a value write "(?s)."';
    return { message: '"" matches every text, so != lets nothing pass', help, value };
  }
  return { message: '"" matches every text', help: 'to ask for an empty text write "^$"', value };
}
