import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { type FieldFilter, fieldFilters } from '../resource-filters';
import type { ObjectRule } from '../rule';

/** A filter on a field that holds no text. */
export const fieldNotText: ObjectRule = {
  id: 'field-not-text',
  severity: 'error',
  summary: 'A filter of a watched resource compares a number, a boolean, a list or an object',
  why: 'The engine compares the text of a field, and any other value counts as an empty text (res.Str in filterFields in pkg/eventsources/sources/resource/start.go). So "==" lets nothing pass, and "!=" everything.',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const filter of fieldFilters(source)) {
      const held = heldBy(filter);
      // A pattern that finds the empty text asks whether the field is there.
      if (held === undefined || /^(?:|\^\$|\.\*|\^\.\*\$?)$/.test(filter.pattern)) continue;
      const effect = filter.isNegated ? 'every object with it passes' : 'no object passes';
      report([...filter.path, 'key'], `${quote(filter.key)} holds ${held}, no text, so ${effect}`, {
        value: filter.key,
        help: 'filter the dependency of the sensor on it, below body, with the type number or bool, or on one field with a text',
      });
    }
  },
};

/** What a field holds, if it is surely no text: by its name in the objects of Kubernetes, or by the value that it is compared with. */
function heldBy({ key, pattern }: FieldFilter): string | undefined {
  if (/(?:^|\.)#$/.test(key)) return 'a number';
  if (/\.#\.(?!.*\|)/.test(key) || /\)#/.test(key)) return 'a list';
  const keys = keysOf(key);
  const last = keys.at(-1) ?? '';
  if (OBJECTS.includes(keys.join('.'))) return 'an object';
  if (isText(keys)) return undefined;
  if (LISTS.includes(last)) return 'a list';
  if (NUMBERS.test(last)) return 'a number';
  if (BOOLEANS.test(last)) return 'a boolean';
  const value = pattern.replace(/^\^/, '').replace(/\$$/, '');
  if (/^-?\d+(?:\\?\.\d+)?$/.test(value)) return 'a number';
  return /^(?:true|false)$/.test(value) ? 'a boolean' : undefined;
}

const OBJECTS = ['metadata', 'spec', 'status', 'data', 'metadata.labels', 'metadata.annotations'];
const LISTS = [
  'containers',
  'initContainers',
  'conditions',
  'containerStatuses',
  'ownerReferences',
  'finalizers',
];
const NUMBERS =
  /^(?:replicas|[a-z]+Replicas|generation|[a-z]+Generation|restartCount|exitCode|nodePort|containerPort|parallelism|completions|backoffLimit|[a-zA-Z]+Seconds)$/;
const BOOLEANS = /^(?:suspend|paused|unschedulable|immutable|hostNetwork|hostPID|hostIPC)$/;

/** Fields with texts that may look like numbers: labels and annotations, names and versions, quantities, what a pod is told. */
function isText(keys: readonly string[]): boolean {
  const [first, second] = keys;
  const last = keys.at(-1) ?? '';
  if (first === 'metadata') return !['generation', 'deletionGracePeriodSeconds'].includes(second ?? '');
  if (['data', 'stringData', 'binaryData'].includes(first ?? '')) return true;
  if (keys.some((key) => TEXT_MAPS.includes(key))) return true;
  return /(?:name|version|value|id|uid|ip|image|tag|revision|path|reason|message|type|phase|time|timestamp|percent)$/i.test(
    last,
  );
}

const TEXT_MAPS =
  'labels annotations matchLabels selector nodeSelector limits requests capacity allocatable hard used args command env parameters resources'.split(
    ' ',
  );
