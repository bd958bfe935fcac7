import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { moduleFolder } from './module';
import type { JsonSchema, Schemas } from './schema';

/** The engine that the types and schemas are made for. */
export const ENGINE = { module: 'github.com/argoproj/argo-events', version: 'v1.9.11' } as const;

/** Where the engine's module keeps its schema. */
export const SCHEMA_PATH = 'api/jsonschema/schema.json';

/**
 * The definitions of the engine's schema, from Go's module cache (downloaded when it is not there), where the
 * checksum database vouches for them.
 *
 * @throws Error when Go is missing or cannot get the module, or when the schema has no definitions
 */
export function engineDefinitions(version?: string): Schemas {
  const path = join(engineFolder(version), SCHEMA_PATH);
  const { definitions } = JSON.parse(readFileSync(path, 'utf8')) as JsonSchema & { definitions?: Schemas };
  if (!definitions) throw new Error(`${path} has no "definitions"`);
  return definitions;
}

/** Where the engine's module keeps the configuration that the controller gets by default. */
export const CONFIG_PATH = 'manifests/base/controller-manager/controller-config.yaml';

/**
 * The versions of JetStream that the controller knows by default.
 *
 * @throws Error when Go is missing or cannot get the module
 */
export function busVersions(version?: string): readonly string[] {
  const path = join(engineFolder(version), CONFIG_PATH);
  const { data } = parse(readFileSync(path, 'utf8')) as { data: Record<string, string> };
  const { eventBus } = parse(data['controller-config.yaml'] ?? '') as ControllerConfig;
  return eventBus.jetstream.versions.map(({ version }) => String(version));
}

interface ControllerConfig {
  readonly eventBus: { readonly jetstream: { readonly versions: readonly { readonly version: string }[] } };
}

/**
 * The folder of the engine's module in Go's module cache.
 *
 * @param version another one than the project's
 * @throws Error when Go is missing or cannot get the module
 */
export function engineFolder(version: string = ENGINE.version): string {
  return moduleFolder({ ...ENGINE, version });
}
