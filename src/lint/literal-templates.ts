import type { FieldPath } from '../findings/finding';
import { asString, isObject } from './plain';
import { groupOf } from './root-fields';

/** Braces in an object that nobody fills. */
export interface LiteralTemplate {
  readonly path: FieldPath;
  /** The braces, with what is in them. */
  readonly text: string;
  /** The path into the data that was probably meant, if the braces are the whole value; otherwise undefined. */
  readonly read: string | undefined;
}

/**
 * The texts in the object of a trigger with braces around something that looks like data of an event. Other braces may be
 * templates of whoever reads the object: Argo Workflows, Alertmanager, a Helm chart in a ConfigMap.
 */
export function literalsIn(object: unknown): LiteralTemplate[] {
  // A Sensor made by a Sensor has templates in its own parameters.
  if (!isObject(object) || asString(object['kind']) === 'Sensor') return [];
  const isWorkflow = groupOf(object) === 'argoproj.io' && /Workflow/.test(asString(object['kind']) ?? '');
  return textsIn(object).flatMap(([path, text]) => {
    const isArgument = isWorkflow && isArgumentOfWorkflow(path);
    const found = (text.match(/\{\{.*?\}\}/gs) ?? []).find((braces) => {
      const inner = braces.slice(2, -2).trim();
      return readsEvent(inner) || (isArgument && isPath(inner) && !ARGO_DATA.test(inner));
    });
    return found === undefined
      ? []
      : [{ path, text: found, read: found === text ? pathIn(found) : undefined }];
  });
}

const DEEPEST = 50;

/** The texts with braces in a value, and their paths there. */
export function textsIn(value: unknown, path: FieldPath = []): [FieldPath, string][] {
  if (typeof value === 'string') return value.includes('{{') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  return Array.isArray(value)
    ? value.flatMap((item, index) => textsIn(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

/** Whether a text reads data of an event, as a template would: with `.Input`, or from a key that most events have. */
export function readsEvent(text: string): boolean {
  return EVENT_DATA.test(text);
}

/** `.Input.x` of a template of this engine, or the first key of the data of most events. */
const EVENT_DATA =
  /(?:^|[\s(|])\$?\.?(?:Input|input)\.\w|^\$?\.?(?:[Ee]vent\.)?(?:body|headers?|notification|oldBody)\b(?:\.|\[|$)|^\$?\.?[Ee]vent\.(?:data|context)\b/;

/** What Argo Workflows fills in (GlobalVarValidWorkflowVariablePrefix in its workflow/common). */
const ARGO_DATA =
  /^(?:=|(?:inputs|outputs|workflow|steps|tasks|item|pod|node|retries|lastRetry|cronworkflow|duration|status|exitCode|resourcesDuration)\b)/;

const isPath = (inner: string) => /^\.?[A-Za-z_][\w-]*(?:\.[\w-]+)*$/.test(inner);

/** Whether the path is the value of an argument of the Workflow as a whole: nothing but the sensor sets it. */
function isArgumentOfWorkflow(path: FieldPath): boolean {
  const [spec, list, parameters, , field] = path;
  return spec === 'spec' && list === 'arguments' && parameters === 'parameters' && field === 'value';
}

function pathIn(braces: string): string | undefined {
  const inner = braces
    .slice(2, -2)
    .trim()
    .replace(/^\$?\.?(?:Input\.|input\.|[Ee]vent\.(?:data\.)?)?/, '');
  return isPath(inner) && !inner.startsWith('.') ? inner : undefined;
}
