import { type Engine, engineOf, type GoProgram } from '../../src/engine/engine';
import type { BusEvent } from '../../src/engine/judgement';
import { checkObject, checkSet, type PlainObject } from '../../src/lint';
import { asObject, asString, partsAt, rootPart } from '../../src/lint/plain';
import { readWhole } from '../../src/manifests/read-whole';
import { byId, type Content, element } from './dom';
import { findingsView, judgementView } from './view';

/** A sample of the page. */
interface Sample {
  readonly name: string;
  readonly event: string;
  /** The event source and the event, such as `github / push`. */
  readonly place: string;
}

/** What the build puts into the page. */
interface Built {
  readonly sensor: string;
  readonly samples: readonly Sample[];
  /** The module of the engine, with gzip, in base64; left out if it is a file beside the page. */
  readonly wasm?: string;
}

declare global {
  interface Window {
    readonly BUILT: Built;
    readonly Go: new () => GoProgram;
  }
}

const [sensorText, eventText] = [byId<HTMLTextAreaElement>('sensor'), byId<HTMLTextAreaElement>('event')];
const [sample, place] = [byId<HTMLSelectElement>('sample'), byId<HTMLSelectElement>('place')];
const header = byId<HTMLInputElement>('header');
const ANY = 'any event';

async function compressedEngine(): Promise<ReadableStream<Uint8Array>> {
  const { wasm } = window.BUILT;
  if (wasm === undefined) {
    const { body } = await fetch('engine.wasm.gz');
    if (body === null) throw new Error('engine.wasm.gz is empty');
    return body;
  }
  const bytes = Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0));
  return new Blob([bytes]).stream();
}

async function start(): Promise<Engine> {
  const go = new window.Go();
  const unpacked = (await compressedEngine()).pipeThrough(
    new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>,
  );
  const bytes = await new Response(unpacked as BodyInit).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, go.importObject as WebAssembly.Imports);
  return engineOf(go, instance);
}

function objectsIn(text: string): PlainObject[] {
  return readWhole('Sensor', new TextEncoder().encode(text), 'paste').map(({ value }) => value);
}

/** An event that dependencies of a Sensor wait for. */
interface Place {
  readonly source: string;
  readonly subject: string;
}

function placesOf(sensor: PlainObject): Place[] {
  const all = partsAt(rootPart(sensor), 'spec', 'dependencies').map(({ value }) => ({
    source: asString(value['eventSourceName']) ?? '',
    subject: asString(value['eventName']) ?? '',
  }));
  return [...new Map(all.map((place) => [textOf(place), place])).values()];
}

const textOf = ({ source, subject }: Place) => `${source} / ${subject}`;

function offerPlaces(places: readonly string[], chosen: string): void {
  const offered = [ANY, ...places];
  place.replaceChildren(...offered.map((one) => new Option(one, one, false, one === chosen)));
}

function eventsFor(sensor: PlainObject): BusEvent[] {
  const wanted = placesOf(sensor).filter((one) => place.value === ANY || textOf(one) === place.value);
  const data = dataOf(eventText.value);
  return wanted.map(({ source, subject }) => ({
    id: 'playground',
    type: 'playground',
    source,
    subject,
    time: new Date().toISOString(),
    contentType: 'application/json',
    data,
  }));
}

/** The data of an event: what an event source publishes, or that of GitHub's around the body of a webhook. */
function dataOf(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The event is no JSON: ${(error as Error).message}`);
  }
  const object = asObject(value);
  if ('body' in object) return object;
  return { headers: { 'X-Github-Event': [header.value.trim()] }, body: object };
}

function run(engine: Engine): Content[] {
  const objects = objectsIn(sensorText.value);
  const sensor = objects.find(({ kind }) => kind === 'Sensor');
  if (sensor === undefined) throw new Error('There is no object of the kind Sensor');
  offerPlaces(placesOf(sensor).map(textOf), place.value);
  const judgement = engine.judge(sensor, eventsFor(sensor));
  const findings = [...objects.flatMap((object) => checkObject(object)), ...checkSet(objects)];
  return [...judgementView(sensor, judgement, engine.toYaml), ...findingsView(findings)];
}

function show(engine: Engine): void {
  let content: Content[];
  try {
    content = run(engine);
  } catch (error) {
    content = [element('p', 'error', error instanceof Error ? error.message : String(error))];
  }
  byId('result').replaceChildren(...(content as Node[]));
}

function choose(name: string): void {
  const { sensor, samples } = window.BUILT;
  const chosen = samples.find((one) => one.name === name);
  if (chosen === undefined) return;
  sensorText.value = sensor;
  eventText.value = chosen.event;
  offerPlaces([chosen.place], chosen.place);
}

async function open(): Promise<void> {
  sample.replaceChildren(...window.BUILT.samples.map(({ name }) => new Option(name)));
  choose(sample.value);
  let engine: Engine;
  try {
    engine = await start();
  } catch (error) {
    byId('result').replaceChildren(element('p', 'error', `The engine did not start: ${String(error)}`));
    return;
  }
  byId('version').textContent = engine.version;
  show(engine);
  let waiting: number | undefined;
  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => show(engine), 300);
  };
  for (const input of [sensorText, eventText, header, place]) input.addEventListener('input', soon);
  sample.addEventListener('input', () => {
    choose(sample.value);
    show(engine);
  });
}

void open();
