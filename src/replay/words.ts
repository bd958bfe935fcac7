import type { Call, FilterJudgement, SeenValue } from '../engine/judgement';
import { asList, asString, valueAtPath } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

/** What a filter of a dependency wants, in a line: `body.action = ^opened$`. */
export function wantedText(dependency: PlainObject, { path }: FilterJudgement): string {
  const filter = valueAtPath(dependency, path);
  const [, kind] = path;
  const text = (...keys: string[]) => asString(valueAtPath(filter, keys)) ?? '';
  switch (kind) {
    case 'exprs':
      return text('expr');
    case 'data': {
      const template = text('template') === '' ? '' : ` after ${text('template')}`;
      const values = asList(valueAtPath(filter, ['value'])).join(' or ');
      return `${text('path')}${template} ${text('comparator') || '='} ${values}`;
    }
    case 'context': {
      const fields = Object.entries((filter ?? {}) as PlainObject).filter(([, value]) => value !== '');
      return `context ${fields.map(([key, value]) => `${key} = ${String(value)}`).join(', ')}`;
    }
    case 'time':
      return `from ${text('start')} to ${text('stop')} ${text('timezone') || 'UTC'}`;
    default:
      return 'the script in Lua returns true';
  }
}

/** What a filter saw: the value, or for an expression each variable with its value. */
export function seenText({ name, value }: SeenValue): string {
  const seen = value === undefined ? 'absent' : JSON.stringify(value);
  return name === undefined ? seen : `${name} = ${seen}`;
}

/** What a trigger does, in a line: `patch ConfigMap events/state`, `POST https://…`. */
export function callText(call: Call): string {
  if ('url' in call) return `${call.method} ${call.url}`;
  if ('fields' in call) return `send by ${call.kind}`;
  if ('arguments' in call) return `argo ${call.arguments.join(' ')}`;
  const kind = String(call.object?.['kind'] ?? call.resource);
  return `${call.verb} ${kind} ${call.namespace ? `${call.namespace}/` : ''}${call.name ?? ''}`;
}

/** What goes out with a call. */
export function callContent(call: Call): unknown {
  if ('url' in call) {
    const { headers, body, text, allow = 'any status' } = call;
    return { headers, ...(body !== undefined && { body }), ...(text && { body: text }), allow };
  }
  if ('fields' in call) {
    const { fields, payload, text } = call;
    return { ...fields, ...(payload !== undefined && { payload }), ...(text && { payload: text }) };
  }
  return call.object ?? {};
}
