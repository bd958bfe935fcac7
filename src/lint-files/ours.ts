import { nearest } from '../findings/words';
import { asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

const KINDS = ['Sensor', 'EventSource', 'EventBus'];
const GROUP = 'argoproj.io';

/** Whether an object is a Sensor, EventSource or EventBus of Argo Events, even if its apiVersion is missing or misspelled. */
export function isOurs(object: PlainObject): boolean {
  return hasOurKind(object) && !isOfOthers(object);
}

/** The annotation of an object that is made elsewhere, and only declared here. */
export const EXTERNAL_ANNOTATION = 'x-external';

/** Whether an object is made elsewhere: others may name it, and nothing is told about it. */
export function isExternal(object: PlainObject): boolean {
  return valueAt(object, 'metadata', 'annotations', EXTERNAL_ANNOTATION) !== undefined;
}

/** Whether an object has the kind of one of ours, and is of another API. */
export function isForeign(object: PlainObject): boolean {
  return hasOurKind(object) && isOfOthers(object);
}

function hasOurKind(object: PlainObject): boolean {
  return KINDS.includes(asString(object['kind']) ?? '');
}

function isOfOthers(object: PlainObject): boolean {
  const [group = '', version] = (asString(object['apiVersion']) ?? '').split('/');
  return version !== undefined && nearest(group, [GROUP]) === undefined && group !== 'argoproj';
}

/** The kind that is meant, if an object of our API has none of the kinds of Argo Events, and nearly one. */
export function meantKind(object: PlainObject): string | undefined {
  const kind = asString(object['kind']) ?? '';
  const isOfGroup = (asString(object['apiVersion']) ?? '').startsWith(`${GROUP}/`);
  return isOfGroup && !hasOurKind(object) ? nearest(kind, KINDS) : undefined;
}

/** Whether a text seems to be about Argo Events, even if it cannot be read. */
export function mentionsOurs(text: string): boolean {
  return /argoproj\.io|kind["']?\s*:\s*["']?(?:Sensor|EventSource|EventBus)\b/.test(text);
}
