import { shortNames } from './names';
import { definition, type JsonSchema, reachable, type Schemas } from './schema';
import { tighten } from './tighten';
import { TIGHTENINGS } from './tightenings';

const HOME = 'io.argoproj.events.v1alpha1.';

/** The kinds that are authored here. */
export const KINDS = ['Sensor', 'EventSource', 'EventBus'] as const;

/** No part of an object, but the type of what a trigger reads under `contextKey`. */
const EVENT_CONTEXT = 'EventContext';

/**
 * What is left of the engine's definitions, under short names, as the engine really takes them.
 *
 * @param leftOut is told of the tightenings that do not fit another version of the engine
 */
export function model(engine: Schemas, leftOut?: (why: string) => void): Record<string, JsonSchema> {
  const kinds = KINDS.map((kind) => `${HOME}${kind}`);
  const authored = { ...engine };
  for (const kind of kinds) authored[kind] = withoutStatus(definition(engine, kind));
  const named = shortNames(reachable(authored, [...kinds, `${HOME}${EVENT_CONTEXT}`]), HOME);
  return reachable(tighten(named, TIGHTENINGS, leftOut), [...KINDS, EVENT_CONTEXT]);
}

// The controllers write it; nobody else should.
function withoutStatus(schema: JsonSchema): JsonSchema {
  const { status: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}
