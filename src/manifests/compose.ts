import { quote } from '../findings/words';
import type { TextProblem, TextRange, YamlMember, YamlNode } from './node';
import type { Parsed, ParserEvents } from './parse';
import { plainValue, ScalarError, taggedValue } from './scalar';
import { BARE_BRACES } from './syntax';

type Yaml = typeof import('js-yaml');
type ParserEvent = ParserEvents[number];
type EventOf<Id extends number> = Extract<ParserEvent, { readonly type: Id }>;

/** Thrown if kubectl cannot read a document. */
export class ComposeError extends Error {
  constructor(readonly problem: TextProblem) {
    super(problem.message);
  }
}

/**
 * Makes values of the events of a parser, as kubectl does (decode.go in go.yaml.in/yaml/v2, and convertToJSONableObject in
 * sigs.k8s.io/yaml). In particular, the last one of equal keys counts, and a merge key replaces what stands before it.
 *
 * @param yaml js-yaml, which is loaded when the first file is read
 * @param base the offset of the document in its file
 * @param problems gets the keys that are there twice
 * @throws ComposeError if kubectl refuses the document
 */
export function compose(
  yaml: Yaml,
  { source: text, placeOf }: Parsed,
  events: readonly ParserEvent[],
  base: number,
  problems: TextProblem[],
): YamlNode {
  const { EVENT_ID } = yaml;
  const anchors = new Map<string, YamlNode | undefined>();
  // The first event is that of the document.
  let index = 1;
  const at = (offset: number) => base + placeOf(offset);
  return node();

  function node(): YamlNode {
    const event = events[index++];
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return anchored(event, scalar(event));
      case EVENT_ID.MAPPING:
        open(event);
        return anchored(event, mapping(event));
      case EVENT_ID.SEQUENCE:
        open(event);
        return anchored(event, sequence(event));
      case EVENT_ID.ALIAS:
        return alias(event);
      default:
        // An empty document.
        return { kind: 'scalar', start: base, end: base, value: null, size: 1, aliased: 0 };
    }
  }

  function anchorOf({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): string {
    return anchorStart < 0 ? '' : text.slice(anchorStart, anchorEnd);
  }

  /** From here on, the anchor is that of a value that is not complete. */
  function open(event: EventOf<2> | EventOf<3>): void {
    const anchor = anchorOf(event);
    if (anchor !== '') anchors.set(anchor, undefined);
  }

  function anchored(event: EventOf<2> | EventOf<3> | EventOf<4>, made: YamlNode): YamlNode {
    const anchor = anchorOf(event);
    if (anchor !== '') anchors.set(anchor, made);
    return made;
  }

  function alias(event: EventOf<5>): YamlNode {
    const name = anchorOf(event);
    // The asterisk is before the name.
    const range = { start: at(event.anchorStart) - 1, end: at(event.anchorEnd) };
    const target = anchors.get(name);
    if (target === undefined) {
      const message = anchors.has(name)
        ? `the alias ${quote(name)} contains itself`
        : `the alias ${quote(name)} has no anchor before it`;
      throw new ComposeError({ ...range, message });
    }
    const { value, size } = target;
    return { kind: 'alias', ...range, value, size: size + 1, aliased: size, target };
  }

  function scalar(event: EventOf<4>): YamlNode {
    const range = rangeOf(event);
    const isPlain = event.style === yaml.SCALAR_STYLE.PLAIN;
    const source = event.valueStart < 0 ? '' : yaml.getScalarValue(text, event);
    const tag = event.tagStart < 0 ? '' : text.slice(event.tagStart, event.tagEnd);
    try {
      const value = tag !== '' ? taggedValue(tag, source) : isPlain ? plainValue(source) : source;
      return { kind: 'scalar', ...range, value, size: 1, aliased: 0, style: styleOf(event) };
    } catch (error) {
      if (!(error instanceof ScalarError)) throw error;
      const { message, help } = error;
      throw new ComposeError({ ...range, message, ...(help !== undefined && { help }) });
    }
  }

  function styleOf({ style }: EventOf<4>): 'plain' | 'quoted' | 'block' {
    if (style === yaml.SCALAR_STYLE.PLAIN) return 'plain';
    return isQuoted(style) ? 'quoted' : 'block';
  }

  function isQuoted(style: number): boolean {
    return style === yaml.SCALAR_STYLE.SINGLE_QUOTED || style === yaml.SCALAR_STYLE.DOUBLE_QUOTED;
  }

  /** With the quotes. An empty plain scalar has no place. */
  function rangeOf({ valueStart, valueEnd, style }: EventOf<4>): TextRange {
    if (valueStart < 0) return { start: -1, end: -1 };
    const quotes = isQuoted(style) ? 1 : 0;
    return { start: at(valueStart) - quotes, end: at(valueEnd) + quotes };
  }

  function sequence(event: EventOf<2>): YamlNode {
    const items: YamlNode[] = [];
    while (!isEnd()) items.push(node());
    index++;
    const value = items.map((item) => item.value);
    return { kind: 'sequence', ...rangeAround(event, items), ...flow(event), value, ...sum(items), items };
  }

  function mapping(event: EventOf<3>): YamlNode {
    const members = new Map<string, YamlMember>();
    const value: Record<string, unknown> = {};
    const nodes: YamlNode[] = [];
    const set = (key: string, member: YamlMember) => {
      members.set(key, member);
      setValue(value, key, member.node.value);
    };
    while (!isEnd()) {
      const keyEvent = events[index] as ParserEvent;
      const key = node();
      const member = node();
      nodes.push(key, member);
      if (isMerge(keyEvent, key)) {
        for (const [name, one] of mergedMembers(key, member)) set(name, { ...one, merged: true });
        continue;
      }
      const name = nameOf(key);
      const range = key.start < 0 ? { start: at(event.start), end: at(event.start) } : key;
      if (members.get(name)?.merged === false) {
        const { start, end } = range;
        problems.push({ start, end, message: `the key ${quote(name)} is there twice`, help: TWICE });
      }
      set(name, { key: { start: range.start, end: range.end }, node: member, merged: false });
    }
    index++;
    return { kind: 'mapping', ...rangeAround(event, nodes), ...flow(event), value, ...sum(nodes), members };
  }

  function flow({ style }: EventOf<2> | EventOf<3>): { isFlow?: true } {
    return style === yaml.COLLECTION_STYLE.FLOW ? { isFlow: true } : {};
  }

  function isMerge(event: ParserEvent, key: YamlNode): boolean {
    return event.type === EVENT_ID.SCALAR && event.style === yaml.SCALAR_STYLE.PLAIN && key.value === '<<';
  }

  /** Those of the first mapping of a list count. */
  function mergedMembers(key: YamlNode, member: YamlNode): (readonly [string, YamlMember])[] {
    const merged = member.kind === 'sequence' ? [...(member.items ?? [])].reverse() : [member];
    return merged.flatMap((one) => {
      const { members } = one.target ?? one;
      if (members !== undefined) return [...members];
      throw new ComposeError({ start: key.start, end: key.end, message: '"<<" merges mappings only' });
    });
  }

  function nameOf(key: YamlNode): string {
    const { value } = key;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const { start, end } = key.start < 0 ? { start: base, end: base } : key;
    if (value !== null && !Array.isArray(value)) throw new ComposeError({ start, end, ...BARE_BRACES });
    const message = `${value === null ? 'null' : 'a list'} is no key`;
    throw new ComposeError({ start, end, message, help: 'put a text in quotes' });
  }

  function rangeAround(event: { readonly start: number }, nodes: readonly YamlNode[]): TextRange {
    const start = at(event.start);
    return { start, end: nodes.reduce((end, one) => Math.max(end, one.end), start + 1) };
  }

  function isEnd(): boolean {
    const type = events[index]?.type;
    return type === EVENT_ID.POP || type === undefined;
  }
}

const TWICE = 'kubectl takes the last one; keep one of them';

function sum(nodes: readonly YamlNode[]): { size: number; aliased: number } {
  let size = 1;
  let aliased = 0;
  for (const one of nodes) {
    size += one.size;
    aliased += one.aliased;
  }
  return { size, aliased };
}

/** An assignment would change the prototype for the key `__proto__`. */
function setValue(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
