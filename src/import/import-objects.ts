import { App } from 'cdk8s';
import { declareExternal } from '../argo-events/external';
import type { Manifest } from '../argo-events/manifest';
import type { Finding } from '../findings/finding';
import { lineWithin } from '../findings/line';
import { ValidationError } from '../findings/validation-error';
import { Folder } from '../gitops/folder';
import { renderTree } from '../gitops/tree';
import { checkObject } from '../lint/check';
import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { busProps } from './bus';
import { DataTypes } from './data-types';
import { eventsOf, type FileEvent, Interfaces, type TypedEvent, typeEvent } from './event-types';
import { externalsOf } from './externals';
import { type Kept, nameOfObject } from './kept';
import { LIBRARY } from './library';
import { asWritten } from './metadata';
import { Names, RESERVED_WORDS } from './names';
import { build, jsonPatch, type Plan, patchesFor } from './plan';
import { type PlannedObject, printProgram } from './program';
import { planSensor } from './sensor';
import { planSource } from './source';
import { Unfit } from './unfit';

/** A program for objects. */
export interface Imported {
  /** The program, as TypeScript. */
  readonly code: string;
  /** What is kept in the engine's own form. */
  readonly kept: readonly Kept[];
  /** What synth refuses in the objects. */
  readonly findings: readonly Finding[];
  /** Objects that had no namespace, and those whose accounts get new roles. */
  readonly withoutNamespace: readonly string[];
  readonly granted: readonly string[];
}

/** How objects are imported. */
export interface ImportOptions {
  /** The namespace of objects that have none. */
  readonly namespace: string;
  /** The name of the folder that the objects are rendered into. */
  readonly folder: string;
}

const OURS = ['Sensor', 'EventSource', 'EventBus'];

/** The program that renders objects: with constructs for those of Argo Events, and as they are for others. */
export function importObjects(given: readonly PlainObject[], { namespace, folder }: ImportOptions): Imported {
  const objects = given.map((object) => asWritten(object, namespace));
  const kept: Kept[] = [];
  const keepFor = (object: PlainObject) => (what: string, why: string) => {
    kept.push({ object: nameOfObject(object), what, why });
  };
  const names = new Names([...RESERVED_WORDS, ...LIBRARY]);
  const interfaces = new Interfaces(names);
  const types = new DataTypes();
  const events: FileEvent[] = [];
  const sourceNames = new Map(
    objects
      .filter(isSource)
      .map((object) => [keyOf(object), names.variable(nameOf(object), `${nameOf(object)}-event-source`)]),
  );
  const findEvent = (object: PlainObject, dependency: PlainObject): FileEvent | undefined => {
    const { eventSourceName: source, eventName: name, transform } = dependency;
    if (transform !== undefined) return undefined;
    return events.find(
      (one) => one.source === source && one.name === name && one.namespace === namespaceOf(object),
    );
  };
  const attempted = (object: PlainObject, make: () => Plan): Pick<PlannedObject, 'plan' | 'patches'> => {
    const before = kept.length;
    try {
      const [fault] = checkObject(object, []);
      if (fault) throw new Unfit(`the engine does not have its form: ${lineWithin(fault)}`);
      const plan = make();
      return { plan, patches: patchesFor(object, plan) };
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      kept.splice(before, kept.length, { object: nameOfObject(object), what: '', why: error.message });
      return { plan: { kind: 'Manifest' }, patches: [] };
    }
  };

  // A sensor can refer to the events of a construct, and not to those of a Manifest.
  events.push(
    ...objects.filter(isSource).flatMap((object) => {
      const notes = kept.length;
      const { plan } = attempted(object, () => ({
        kind: 'EventSource',
        source: planSource(object, () => ({}), keepFor(object)),
      }));
      kept.splice(notes);
      return plan.kind === 'Manifest' ? [] : eventsOf(object);
    }),
  );

  const sensors = new Map(
    objects.filter(isSensor).map((object) => {
      const variable = names.variable(nameOf(object), `${nameOf(object)}-sensor`);
      const dependencies = (asObject(object['spec'])['dependencies'] ?? []) as readonly PlainObject[];
      const keyOfType = (name: string): string => {
        const dependency = asObject(dependencies.find((one) => asObject(one)['name'] === name));
        const event = findEvent(object, dependency);
        return event ? eventKey(event) : `dependency ${keyOf(object)} ${name}`;
      };
      const made = attempted(object, () => ({
        kind: 'Sensor',
        sensor: planSensor(object, {
          variableOf: (name) => names.variable(name, `${variable}-${name}`),
          take: (reads) => types.take(reads, keyOfType),
          keep: keepFor(object),
          namespace: namespaceOf(object),
        }),
      }));
      return [object, { ...made, variable, keyOfType }] as const;
    }),
  );

  const typed = new Map<string, TypedEvent>(
    events.map((event) => [
      eventKey(event),
      typeEvent(event, types.of(eventKey(event)), (part, type) =>
        interfaces.nameOf(
          `${event.name}-${part}`,
          type,
          `What the sensors read of the ${part.toLowerCase()} of ${event.name}.`,
        ),
      ),
    ]),
  );
  const ids = new Names([]);
  const planned = objects.map((object): PlannedObject => {
    const base = { object, id: idOf(object, ids) };
    const sensor = sensors.get(object);
    if (sensor) {
      const { plan, patches, variable, keyOfType } = sensor;
      return {
        ...base,
        plan,
        patches,
        variable,
        eventOf: (dependency) => {
          const event = findEvent(object, { ...dependency.event, transform: dependency.transform });
          if (event) {
            return {
              source: sourceNames.get(`EventSource ${event.namespace} ${event.source}`) ?? '',
              type: typed.get(eventKey(event))?.data,
            };
          }
          const type = types.of(keyOfType(dependency.name));
          const comment = `What the sensor reads of ${dependency.name}.`;
          return {
            type: type.isEmpty ? undefined : interfaces.nameOf(`${dependency.name}-data`, type, comment),
          };
        },
      };
    }
    if (isSource(object)) {
      const typeOf = (event: FileEvent) => typed.get(eventKey(event)) ?? {};
      const made = attempted(object, () => ({
        kind: 'EventSource',
        source: planSource(object, typeOf, keepFor(object)),
      }));
      return { ...base, ...made, variable: sourceNames.get(keyOf(object)) ?? '' };
    }
    if (object['kind'] === 'EventBus' && isArgo(object)) {
      const made = attempted(object, () => ({ kind: 'EventBus', props: busProps(object) }));
      return {
        ...base,
        ...made,
        variable: made.patches.length > 0 ? names.variable(nameOf(object), 'event-bus') : '',
      };
    }
    return { ...base, plan: { kind: 'Manifest' }, patches: [], variable: '' };
  });

  const externals = externalsOf(objects);
  return {
    code: printProgram({ planned, externals, folder, names, interfaces, sources: new Map(sourceNames) }),
    kept,
    findings: refusedBySynth(planned, externals, folder),
    withoutNamespace: given
      .filter((object) => OURS.includes(String(object['kind'])) && !asObject(object['metadata'])['namespace'])
      .map(nameOfObject),
    granted: planned
      .filter(
        ({ plan }) =>
          (plan.kind === 'Sensor'
            ? plan.sensor.account
            : plan.kind === 'EventSource'
              ? plan.source.account
              : undefined) !== undefined,
      )
      .map(({ object }) => nameOfObject(object)),
  };
}

/** Renders what the program renders, and returns what is refused. */
function refusedBySynth(
  planned: readonly PlannedObject[],
  externals: ReturnType<typeof externalsOf>,
  folder: string,
): readonly Finding[] {
  const app = new App();
  try {
    const scope = new Folder(app, folder, { path: folder });
    for (const { object, id, plan, patches } of planned) {
      const construct = build(scope, id, object, plan);
      if (patches.length > 0)
        (construct.node.findChild(plan.kind) as Manifest).addJsonPatch(...patches.map(jsonPatch));
    }
    declareExternal(app, ...externals);
    renderTree(app);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.findings;
    throw error;
  }
}

const isArgo = ({ apiVersion }: PlainObject) => String(apiVersion).startsWith('argoproj.io/');
const isSensor = (object: PlainObject) => object['kind'] === 'Sensor' && isArgo(object);
const isSource = (object: PlainObject) => object['kind'] === 'EventSource' && isArgo(object);
const nameOf = (object: PlainObject) => String(asObject(object['metadata'])['name']);
const namespaceOf = (object: PlainObject) => String(asObject(object['metadata'])['namespace']);
const keyOf = (object: PlainObject) => `${object['kind']} ${namespaceOf(object)} ${nameOf(object)}`;
const eventKey = ({ source, namespace, name, kind }: FileEvent) =>
  `event ${namespace} ${source} ${kind} ${name}`;

function idOf(object: PlainObject, ids: Names): string {
  const name = nameOf(object);
  return ids.text(name, `${name}-${String(object['kind']).toLowerCase()}`);
}
