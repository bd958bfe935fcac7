import { quote } from '../../findings/words';
import { asString, partsAt } from '../plain';
import { resourceEvents } from '../resource-filters';
import type { ObjectRule } from '../rule';

/** A requirement on labels that Kubernetes does not take. */
export const labelSelector: ObjectRule = {
  id: 'label-selector',
  severity: 'error',
  summary: 'A label filter of a watched resource has a key or a value that its operation cannot have',
  why: 'The event does not start: the engine makes a selector of it (LabelReq in pkg/eventsources/sources/resource/start.go), and Kubernetes refuses it (NewRequirement in k8s.io/apimachinery). A list of values is split at its commas, and nothing is trimmed.',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, value } of resourceEvents(source).flatMap((event) =>
      partsAt(event, 'filter', 'labels'),
    )) {
      const key = asString(value['key']);
      if (key !== undefined && !isLabelKey(key)) {
        report([...path, 'key'], `${quote(key)} is no key of a label`, {
          value: key,
          help: 'expected a name such as "app", or one with a prefix such as "app.kubernetes.io/name", without backslashes',
        });
      }
      const text = asString(value['value']) ?? '';
      const fault = faultOf(asString(value['operation']) ?? '', text);
      if (fault === undefined) continue;
      report([...path, 'value'], `${quote(text)} is no value for ${fault.what}`, {
        value: text,
        help: fault.help,
      });
    }
  },
};

function faultOf(operation: string, value: string): { what: string; help: string } | undefined {
  switch (operation) {
    case 'exists':
    case '!':
      return value === '' ? undefined : { what: quote(operation), help: 'leave it empty' };
    case 'gt':
    case 'lt':
      return /^[+-]?\d+$/.test(value) && isLabelValue(value)
        ? undefined
        : { what: quote(operation), help: 'expected a whole number' };
    case 'in':
    case 'notin': {
      const trimmed = value.split(',').map((one) => one.trim());
      if (value.split(',').every(isLabelValue)) return undefined;
      const help = trimmed.every(isLabelValue)
        ? `write ${quote(trimmed.join(','))}`
        : 'expected values of the label with commas between them, such as "a,b"';
      return { what: quote(operation), help };
    }
    case '':
    case '=':
    case '==':
    case '!=': {
      if (isLabelValue(value)) return undefined;
      const help = value.includes(',')
        ? `for one of several, set operation: ${operation === '!=' ? 'notin' : 'in'}`
        : 'expected the whole value of the label: it is no pattern';
      return { what: 'a label', help };
    }
    default:
      return undefined;
  }
}

function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?$/.test(text);
}

function isLabelKey(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').reverse();
  if (more.length > 0 || name === '' || !isLabelValue(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix));
}

const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
