import { ValidationError } from '../findings/validation-error';
import { checkJson } from './json';
import { doubleQuoted, literalBlock, numberText, singleQuoted, styleOf } from './scalars';

/**
 * A plain object as YAML. Fields keep their order, texts of several lines become literal blocks, and there are no
 * folded texts and no anchors. YAML 1.1, YAML 1.2 and Go's sigs.k8s.io/yaml read it the same way. Undefined fields are
 * left out.
 *
 * @throws ValidationError for each value that JSON cannot hold exactly, with the path of its field
 */
export function toYaml(object: Readonly<Record<string, unknown>>): string {
  const findings = checkJson(object);
  if (findings.length > 0) throw new ValidationError(findings);
  return checkedToYaml(object);
}

/** The same for an object in which {@link checkJson} has found nothing. */
export function checkedToYaml(object: Readonly<Record<string, unknown>>): string {
  return `${inline(object, '')}\n`;
}

/**
 * A value behind the `-` of an item or the `:` of a key, on the same line.
 *
 * @param indent the spaces in front of its further lines
 */
function inline(value: unknown, indent: string): string {
  if (Array.isArray(value)) return items(value, indent) || '[]';
  if (typeof value === 'object' && value !== null) return fields(value, indent) || '{}';
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? scalar(value, indent) : String(value);
}

function items(list: readonly unknown[], indent: string): string {
  return list.map((item) => `- ${inline(item, `${indent}  `)}`).join(`\n${indent}`);
}

function fields(object: object, indent: string): string {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => field(scalar(key), value, indent))
    .join(`\n${indent}`);
}

// A parser takes a longer key only with a question mark in front of it.
const MAX_KEY = 1024;

function field(key: string, value: unknown, indent: string): string {
  const inside = `${indent}  `;
  const text = inline(value, inside);
  if (key.length > MAX_KEY) return `? ${key}\n${indent}: ${text}`;
  const isBlock = typeof value === 'object' && value !== null && text !== '{}' && text !== '[]';
  return isBlock ? `${key}:\n${inside}${text}` : `${key}: ${text}`;
}

/** @param indent undefined for a key, which is never a literal block */
function scalar(text: string, indent?: string): string {
  switch (styleOf(text, indent === undefined)) {
    case 'plain':
      return text;
    case 'single':
      return singleQuoted(text);
    case 'double':
      return doubleQuoted(text);
    case 'literal':
      return literalBlock(text, indent ?? '');
  }
}
