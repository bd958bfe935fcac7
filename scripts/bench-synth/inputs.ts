import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { toYaml } from '../../src/gitops/yaml';
import type { KubernetesObject } from './objects';

/** What the other programs render: objects as they are, and one that is repeated, with another name each time. */
export interface Input {
  readonly fixed: readonly KubernetesObject[];
  readonly repeated?: {
    /** The object for the first name. Each text in it that has the name is made from the name. */
    readonly object: KubernetesObject;
    readonly names: readonly string[];
  };
}

/**
 * Writes a chart for `helm template`: a file for each fixed object, and one that ranges over the names in values.yaml.
 *
 * @returns the folder
 */
export function writeHelmChart(folder: string, { fixed, repeated }: Input): string {
  write(folder, 'Chart.yaml', stringify({ apiVersion: 'v2', name: 'bench', version: '1.0.0' }));
  for (const [index, object] of fixed.entries()) {
    write(folder, `templates/object-${index}.yaml`, escapeForHelm(toYaml(object)));
  }
  if (repeated) {
    const body = escapeForHelm(toYaml(repeated.object));
    const each = body.replaceAll(firstName(repeated), '{{ .name }}');
    write(folder, 'templates/sensors.yaml', `{{- range .Values.sensors }}\n---\n${each}{{- end }}\n`);
    write(folder, 'values.yaml', stringify({ sensors: repeated.names.map((name) => ({ name })) }));
  }
  return folder;
}

function escapeForHelm(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/**
 * Writes a program for `jsonnet`: a list of the objects, with a comprehension over the names in names.json.
 *
 * @returns the file
 */
export function writeJsonnet(folder: string, { fixed, repeated }: Input): string {
  write(folder, 'names.json', JSON.stringify(repeated?.names ?? []));
  const each = repeated ? ` + [sensor(name) for name in import 'names.json']` : '';
  const program = [
    repeated ? `local sensor(name) = ${withName(repeated, '" + name + "')};\n` : '',
    `${JSON.stringify(fixed, undefined, 2)}${each}\n`,
  ].join('');
  return write(folder, 'objects.jsonnet', program);
}

/**
 * Writes a file for `cue export -e objects`: a list of the objects, with a comprehension over the names.
 *
 * @returns the file
 */
export function writeCue(folder: string, { fixed, repeated }: Input): string {
  const each = repeated ? `[for name in names {${withName(repeated, '\\(name)').slice(1, -1)}}]` : '[]';
  const file = [
    'package bench',
    'import "list"',
    `names: ${JSON.stringify(repeated?.names ?? [])}`,
    `fixed: ${JSON.stringify(fixed, undefined, 2)}`,
    `objects: list.Concat([fixed, ${each}])`,
  ].join('\n\n');
  return write(folder, 'objects.cue', `${file}\n`);
}

/**
 * Writes a kustomization for `kustomize build`. kustomize repeats nothing, so it gets each object in a file of its own.
 *
 * @returns the folder
 */
export function writeKustomization(folder: string, { fixed, repeated }: Input): string {
  const copies = repeated?.names.map((name) => named(repeated, name)) ?? [];
  const resources = [...fixed, ...copies].map((object, index) => {
    write(folder, `resources/object-${index}.yaml`, toYaml(object));
    return `resources/object-${index}.yaml`;
  });
  write(folder, 'kustomization.yaml', stringify({ resources }));
  return folder;
}

type Repeated = NonNullable<Input['repeated']>;

function named(repeated: Repeated, name: string): KubernetesObject {
  return JSON.parse(withName(repeated, name)) as KubernetesObject;
}

function withName(repeated: Repeated, name: string): string {
  return JSON.stringify(repeated.object, undefined, 2).replaceAll(firstName(repeated), name);
}

function firstName({ names: [first = ''] }: Repeated): string {
  return first;
}

function write(folder: string, file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
