import { createHash } from 'node:crypto';
import type { Engine, EngineObject } from '../../src/engine/engine';
import { conditionsText, parsedConditionsOf } from '../../src/lint/conditions';
import { nameOf, namespaceOf } from '../../src/lint/objects';
import { asString, type Part } from '../../src/lint/plain';
import { dependencies, triggerName, waitingTriggers } from '../../src/lint/sensor';
import type { Payload } from '../../test/payloads/payload';
import { outcomeOf } from './explain';
import { firingVerdict } from './firings';
import { busName, busOf, eventType, ofKind, type Rendered } from './objects';

/** When every sample event happens, so that a verdict does not depend on the day. */
const TIME = '2026-01-02T03:04:05Z';

/**
 * The verdicts on the sensors of a tree: the text of each file, by its path below `test/engine/verdicts/`. What each says is
 * what `test/engine` makes of the same; the form is that of `verdict.go` there.
 *
 * @throws Error if the tree has shards of a sensor: only the suite in Go joins what several of them do
 */
export function verdictsOn(
  engine: Engine,
  tree: ReadonlyMap<string, string>,
  payloads: readonly Payload[],
): ReadonlyMap<string, string> {
  const sources = ofKind(tree, 'EventSource');
  const buses = ofKind(tree, 'EventBus');
  const header = `# Verdict of Argo Events ${engine.version}, recomputed by npm run test:engine. Do not edit.\n`;
  // In the order of their files.
  const inOrder = [...payloads].sort((a, b) => (`${a.name}.json` < `${b.name}.json` ? -1 : 1));
  const files = new Map<string, string>();
  const add = (path: string, verdict: object) => files.set(path, header + engine.toYaml(verdict, ['does']));
  for (const sensor of ofKind(tree, 'Sensor')) {
    const name = nameOf(sensor.object);
    if (/-\d+$/.test(name)) throw new Error(`"${name}" is a shard: run npm run test:engine -- -update`);
    const bus = busOf(buses, sensor.object);
    const refusal = bus
      ? engine.validate(sensor.object, bus)
      : `no EventBus "${busName(sensor.object)}" is rendered for namespace "${namespaceOf(sensor.object)}"`;
    const judged: string[] = [];
    // One that is not valid never runs.
    for (const payload of refusal === undefined ? inOrder : []) {
      const verdict = judge(engine, sensor.object, sources, payload);
      if (verdict === undefined) continue;
      judged.push(payload.name);
      add(`${name}/${payload.name}.yaml`, verdict);
    }
    add(`${name}/_${name}.yaml`, {
      sensor: sensor.path,
      sha256: createHash('sha256').update(sensor.text).digest('hex'),
      engine: engine.version,
      valid: refusal ?? true,
      payloads: judged,
    });
  }
  return files;
}

function judge(
  engine: Engine,
  sensor: EngineObject,
  sources: readonly Rendered[],
  { description, eventSource, event, data }: Payload,
): object | undefined {
  const judgement = engine.judge(sensor, [
    {
      id: 'sample',
      type: eventType(sources, namespaceOf(sensor), eventSource, event),
      source: eventSource,
      subject: event,
      time: TIME,
      contentType: 'application/json',
      data,
    },
  ]);
  if (judgement.dependencies.length === 0) return undefined;
  const all = dependencies(sensor);
  const partOf = (name: string) => all.find(({ value }) => value['name'] === name) as Part;
  return {
    description,
    event: `${eventSource} / ${event}`,
    dependencies: Object.fromEntries(
      judgement.dependencies.map((judged) => [judged.name, outcomeOf(partOf(judged.name), judged)]),
    ),
    triggers: waitingTriggers(sensor).flatMap((trigger) => {
      const fired = judgement.triggers.filter((one) => one.trigger === triggerName(trigger));
      const order = namesIn(sensor, trigger);
      return fired
        .sort((a, b) => order.indexOf(a.dependency ?? '') - order.indexOf(b.dependency ?? ''))
        .map((one) => firingVerdict(trigger, one));
    }),
  };
}

/** The names of dependencies in the order of the conditions. */
function namesIn(sensor: EngineObject, trigger: Part): readonly string[] {
  const names = parsedConditionsOf(sensor, trigger)?.names;
  return names ?? [asString(conditionsText(trigger)) ?? ''];
}
