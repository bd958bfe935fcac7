import type { FieldPath } from '../../findings/finding';
import { meantHelp, nameHelp } from '../../findings/refuse';
import { joinAnd, nearest, quote } from '../../findings/words';
import { keysOf } from '../paths';
import { asString, type Part, valueAt } from '../plain';
import { rootFields } from '../root-fields';
import type { ObjectRule } from '../rule';
import { type SchemaNode, schemaAt } from '../schema-node';
import { actionParts, OBJECT_KINDS, type Parameter, parameters, triggers } from '../sensor';

/** A parameter that writes to a field that what it changes does not have. */
export const destField: ObjectRule = {
  id: 'dest-field',
  severity: 'error',
  summary: 'The dest of a parameter is a field that its trigger, or the object of its trigger, does not have',
  why: 'Parameters of a trigger change its template. Parameters of an action change the fields of the action, or the object of a k8s or argoWorkflow trigger. When the engine reads the result back, it drops fields that it does not know (ApplyTemplateParameters in pkg/sensors/triggers/params.go), and the API server drops those of an object.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const parameter of parameters(trigger)) {
        const dest = asString(parameter.value['dest']) ?? '';
        // The rule dest-path reports brackets.
        if (dest === '' || dest.includes('[')) continue;
        const unknown = unknownFieldOf(trigger, parameter, keysOf(dest));
        if (unknown === undefined) continue;
        report([...parameter.path, 'dest'], `unknown field ${quote(unknown.field)}${unknown.of}`, {
          value: dest,
          help: unknown.help,
        });
      }
    }
  },
};

interface UnknownField {
  readonly field: string;
  /** What does not have it, if that needs to be said. */
  readonly of: string;
  readonly help: string | undefined;
}

function unknownFieldOf(
  trigger: Part,
  { target, kind }: Parameter,
  keys: readonly string[],
): UnknownField | undefined {
  if (target === 'template') return unknownInTemplate(trigger, keys);
  if (target !== 'resource' || kind === undefined || kind === 'custom') return undefined;
  if (OBJECT_KINDS.includes(kind)) {
    return unknownInObject(valueAt(trigger.value, 'template', kind, 'source', 'resource'), kind, keys);
  }
  return unknownBelow([...TEMPLATE, kind], keys);
}

const TEMPLATE: FieldPath = ['spec', 'triggers', 0, 'template'];

function unknownInTemplate(trigger: Part, keys: readonly string[]): UnknownField | undefined {
  const [first = ''] = keys;
  const kinds = actionParts(trigger).map(({ kind }) => kind);
  // The schema refuses a trigger without a kind.
  if (kinds.length === 0) return undefined;
  const known = [...kinds, 'name'];
  if (has(known, first)) return unknownBelow(TEMPLATE, keys);
  const [kind = ''] = kinds.filter((one) => OBJECT_KINDS.includes(one));
  const dest = keys.slice(1).join('.');
  if (first === 'template' && has(known, keys[1] ?? '')) {
    return { field: first, of: '', help: `a dest begins in the template: write ${quote(dest)}` };
  }
  if (kind === '' || nearest(first, known) !== undefined) {
    return { field: first, of: '', help: nameHelp(first, known) };
  }
  return {
    field: first,
    of: ', because a parameter of the trigger changes its template',
    help: `move the parameter to template.${kind}.parameters, to change the object`,
  };
}

/** The first key that the closed schema of the Sensor does not have below a path. */
function unknownBelow(path: FieldPath, [key, ...rest]: readonly string[]): UnknownField | undefined {
  const node = schemaAt('sensor', path);
  if (key === undefined || node === undefined) return undefined;
  if (node.items) return /^(?:\d+|-1)$/.test(key) ? unknownBelow([...path, 0], rest) : undefined;
  const fields = fieldsOf(node);
  if (fields === undefined) return undefined;
  const field = fields.find((name) => name.toLowerCase() === key.toLowerCase());
  if (field !== undefined) return unknownBelow([...path, field], rest);
  return { field: key, of: '', help: nameHelp(key, fields) };
}

/** The fields of a closed object; undefined for one that may have any. */
function fieldsOf({ properties, additionalProperties }: SchemaNode): string[] | undefined {
  return properties && additionalProperties === false ? Object.keys(properties) : undefined;
}

// Go ignores the case of field names.
function has(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

const PLACES_OUTSIDE = ['template', 'source', 'resource', ...OBJECT_KINDS];

const METADATA = [
  'name',
  'namespace',
  'generateName',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
];

function unknownInObject(
  object: unknown,
  action: string,
  [first = '', ...rest]: readonly string[],
): UnknownField | undefined {
  const kind = asString(valueAt(object, 'kind')) ?? '';
  if (kind === '' || valueAt(object, first) !== undefined) return undefined;
  const known = rootFields(object);
  // Of other kinds, only what is misspelled is known.
  const names = known ?? ['metadata', 'spec'];
  if (names.includes(first)) return undefined;
  if (!known && nearest(first, names) === undefined && !PLACES_OUTSIDE.includes(first)) return undefined;
  const of = ` of the ${kind}`;
  if (PLACES_OUTSIDE.includes(first)) {
    return {
      field: first,
      of,
      help: `a dest of a parameter of ${action} begins in the object, such as ${quote('metadata.name')}`,
    };
  }
  const fields = (known ?? []).filter((field) => !['apiVersion', 'kind', 'status'].includes(field));
  const parent = METADATA.includes(first) ? 'metadata' : 'spec';
  const help =
    meantHelp(first, names) ??
    (known?.includes(parent)
      ? `did you mean ${quote([parent, first, ...rest].join('.'))}?`
      : `it has ${joinAnd(fields)}`);
  return { field: first, of, help };
}
