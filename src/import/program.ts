import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, callCode, literal, objectCode } from './code';
import type { Interfaces } from './event-types';
import type { External } from './externals';
import type { Names } from './names';
import type { Patch } from './patches';
import type { Plan } from './plan';
import { printCode } from './print';
import type { DependencyPlan, SensorPlan } from './sensor';
import { callStatement, construction, functionsIn, patchStatements, variableCode } from './statements';

/** An object, and how the program writes it. */
export interface PlannedObject {
  readonly object: PlainObject;
  readonly id: string;
  readonly plan: Plan;
  readonly patches: readonly Patch[];
  /** Its name in the program. */
  readonly variable: string;
  /** The event of a dependency: of which event source of the file it is, and the type that it needs. */
  readonly eventOf?: (dependency: DependencyPlan) => EventUse;
}

/** How a dependency names its event. */
export interface EventUse {
  /** The event source in the program. */
  readonly source?: string;
  /** The type of its data, if it has to be said. */
  readonly type?: string | undefined;
}

/** What a program is printed of. */
export interface Program {
  readonly planned: readonly PlannedObject[];
  readonly externals: readonly External[];
  readonly folder: string;
  readonly names: Names;
  readonly interfaces: Interfaces;
  readonly sources: ReadonlyMap<string, string>;
}

/** The program as text. */
export function printProgram({ planned, externals, folder, names, interfaces, sources }: Program): string {
  const imports = new Set<string>(['Folder']);
  const sensors = planned.filter(({ plan }) => plan.kind === 'Sensor');
  const others = planned.filter(({ plan }) => plan.kind !== 'Sensor');
  const printedSensors = sensors.map((one) => printSensor(one, imports));
  const used = [...sources.values()].filter((name) =>
    printedSensors.some((text) => text.includes(`${name}.event(`)),
  );
  const printed = [...others.map((one) => printObject(one, used, imports)), ...printedSensors];
  const blocks = planned.map((one) => {
    const index = [...others, ...sensors].indexOf(one);
    const patches = one.patches.length > 0 ? `\n${printPatches(one, names, imports)}` : '';
    return [one.plan.kind === 'Sensor' ? 1 : 0, `${printed[index]}${patches}`] as const;
  });
  const declared = externals.length > 0 ? [printExternals(externals, imports)] : [];
  const start = [
    'export const app = new App();',
    `const folder = new Folder(app, ${literalText(folder)}, { path: ${literalText(folder)} });`,
  ].join('\n');
  const isPatched = planned.some(({ patches }) => patches.length > 0);
  return `${[
    `import { App${isPatched ? ', JsonPatch' : ''} } from 'cdk8s';\n${printImport(imports)}`,
    start,
    ...interfaces.printed,
    // A sensor refers to event sources, so it comes after all of them.
    ...blocks.sort(([a], [b]) => a - b).map(([, text]) => text),
    ...declared,
  ].join('\n\n')}\n`;
}

function literalText(text: string): string {
  return printCode(literal(text));
}

const FOLDER = variableCode('folder');

function printObject(
  { object, id, plan, patches, variable }: PlannedObject,
  used: readonly string[],
  imports: Set<string>,
): string {
  const add = (code: Code) => {
    for (const name of functionsIn(code)) imports.add(name);
  };
  imports.add(plan.kind);
  switch (plan.kind) {
    case 'EventSource': {
      const { props, account } = plan.source;
      add(props);
      const isNamed = used.includes(variable) || patches.length > 0 || account !== undefined;
      const made = construction(isNamed ? variable : undefined, 'EventSource', [FOLDER, literal(id), props]);
      return account === undefined ? made : `${made}\n${grant(variable, account, object)}`;
    }
    case 'EventBus':
      add(plan.props);
      return construction(patches.length > 0 ? variable : undefined, 'EventBus', [
        FOLDER,
        literal(id),
        plan.props,
      ]);
    default:
      return construction(undefined, 'Manifest', [FOLDER, literal(id), literal(object)]);
  }
}

function grant(variable: string, name: string, object: PlainObject): string {
  const { namespace } = asObject(object['metadata']);
  return callStatement('', `${variable}.grant`, [literal({ name, namespace })]);
}

function printSensor({ object, id, plan, variable, eventOf }: PlannedObject, imports: Set<string>): string {
  const { props, dependencies, triggers, account } = (plan as { readonly sensor: SensorPlan }).sensor;
  imports.add('Sensor');
  const codes = [
    props,
    ...triggers.map((one) => one.props),
    ...dependencies.flatMap(({ filters }) => filters ?? []),
  ];
  for (const name of codes.flatMap(functionsIn)) imports.add(name);
  const printedTriggers = triggers.map((one) =>
    callStatement('', `${variable}.do`, [literal(one.name), one.props]),
  );
  const isUsed = (name: string) =>
    printedTriggers.some((text) => new RegExp(`(?<![\\w$.'"])${name}\\b`).test(text));
  const printedDependencies = dependencies.map((one) =>
    printDependency(variable, one, eventOf?.(one) ?? {}, isUsed(one.variable), imports),
  );
  return [
    construction(variable, 'Sensor', [FOLDER, literal(id), props]),
    ...printedDependencies,
    '',
    ...printedTriggers.flatMap((text, index) => (index > 0 && text.includes('\n') ? ['', text] : [text])),
    ...(account === undefined ? [] : ['', grant(variable, account, object)]),
  ].join('\n');
}

function printDependency(
  sensor: string,
  { name, variable, event, filters, operator, transform }: DependencyPlan,
  { source, type }: EventUse,
  isUsed: boolean,
  imports: Set<string>,
): string {
  const transformed = transform?.codeFor(type ?? 'unknown');
  if (transformed) for (const fn of functionsIn(transformed)) imports.add(fn);
  const options = objectCode({
    transform: transformed,
    filters,
    filtersLogicalOperator: operator && literal(operator),
  });
  const hasOptions = Object.keys(options.value as object).length > 0;
  const typed = transform === undefined ? type : undefined;
  return callStatement(isUsed ? `const ${variable} = ` : '', `${sensor}.on`, [
    literal(name),
    eventText(event, source, typed, imports),
    ...(hasOptions ? [options] : []),
  ]);
}

function eventText(
  { eventSourceName, eventName }: DependencyPlan['event'],
  source: string | undefined,
  type: string | undefined,
  imports: Set<string>,
): Code {
  if (source === undefined) {
    imports.add('eventReference');
    const types = type === undefined ? '' : `<${type}>`;
    const args = [literal(eventSourceName), literal(eventName)];
    return callCode('eventReference', () => undefined, args, types);
  }
  const text = `${source}.event(${literalText(eventName)})`;
  if (type === undefined) return variableCode(text);
  imports.add('type EventReference');
  return variableCode(`${text} as EventReference<unknown> as EventReference<${type}>`);
}

function printPatches(
  { plan, patches, variable }: PlannedObject,
  names: Names,
  imports: Set<string>,
): string {
  imports.add('type Manifest');
  return patchStatements(names.variable(`${variable}-object`), variable, plan.kind, patches);
}

function printExternals(externals: readonly External[], imports: Set<string>): string {
  imports.add('declareExternal');
  return callStatement('', 'declareExternal', [variableCode('app'), ...externals.map(literal)]);
}

function printImport(imports: Set<string>): string {
  if (imports.has('Manifest')) imports.delete('type Manifest');
  const key = (name: string) => name.replace(/^type /, '').toLowerCase();
  const all = [...imports].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const flat = `import { ${all.join(', ')} } from 'cdk8s-argo-events';`;
  return flat.length <= 100
    ? flat
    : `import {\n${all.map((name) => `  ${name},\n`).join('')}} from 'cdk8s-argo-events';`;
}
