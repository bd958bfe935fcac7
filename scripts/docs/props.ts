import { join } from 'node:path';
import { PROPS } from '../../src/remediation/props';
import type { Row, Table } from '../../src/remediation/props/row';
import { escapeCell } from './cells';
import { interfacesIn, type Member } from './interfaces';

const INTERFACES = interfacesIn(join(__dirname, '../../src/remediation/props'));

/** A prop: its row, and what the interface says of it. */
export interface Described {
  /** `github.token` */
  readonly path: string;
  readonly row: Row<never, unknown>;
  readonly member: Member;
}

/** The props that are fields of an object, and what their interface says of them all. */
export interface Section {
  /** That of the object; empty for all props. */
  readonly path: string;
  readonly doc: string;
  readonly props: readonly Described[];
}

/**
 * A section for all props, one for each prop that is an object with an interface of its own, and so on.
 *
 * @param described the interfaces that have a section: what extends one adds its own fields only
 */
export function sectionsOf(
  path = '',
  rows: Table = PROPS,
  name = 'RemediationProps',
  described = new Set<string>(),
): Section[] {
  const found = INTERFACES.get(name);
  if (found === undefined || described.has(name)) return [];
  const { doc, base, members } = found;
  const inherited = described.has(base) ? [] : (INTERFACES.get(base)?.members ?? []);
  const props = [...inherited, ...members].flatMap((member) => {
    const row = rows[member.name];
    return row ? [{ path: path === '' ? member.name : `${path}.${member.name}`, row, member }] : [];
  });
  described.add(name).add(base);
  return [
    { path, doc, props },
    ...props.flatMap((prop) =>
      sectionsOf(prop.path, prop.row.rows ?? {}, prop.member.type.replace(' | false', ''), described),
    ),
  ];
}

/** The page of the props, made from their tables and interfaces. */
export function propsPage(): string {
  const sections = sectionsOf();
  const titles = new Set(sections.map(({ path }) => path));
  return [
    '<!-- Generated from src/remediation/props by `npm run docs`. Do not edit. -->',
    '',
    '# Props',
    '',
    'The props of the loop and of its prerequisites. Set them in `src/main.ts`: [change a prop](../change.md#change-a-prop).',
    'A prop may be left out unless its default is "required". `npm run synth` refuses a value that is not allowed.',
    '',
    ...sections.flatMap(({ path, doc, props }) => [
      ...(path === '' ? [] : [`## ${path}`, '', doc, '']),
      '| prop | type | default | what it is | allowed |',
      '|---|---|---|---|---|',
      ...props.map((prop) => rowOf(prop, titles.has(prop.path))),
      '',
    ]),
  ].join('\n');
}

function rowOf({ path, row, member }: Described, hasSection: boolean): string {
  const { name, type, doc, default: value } = member;
  const standard = value.startsWith('- ') ? value.slice(2) : `\`${value}\``;
  const fields = `[these fields](#${path.toLowerCase().replaceAll('.', '')})`;
  const cells = [
    `\`${name}\``,
    `\`${type.replace(/NonNullable<(.*)>/, '$1')}\``,
    row.isNeeded ? 'required' : standard,
    doc,
    hasSection ? row.expected.replace(/^an object of .*?(, or false)?$/, `${fields}$1`) : row.expected,
  ];
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}
