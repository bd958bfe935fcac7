import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { EventDependency, SensorSpec, Trigger } from '../../imports/argo-events';
import type { Dependency, FilterOptions, TransformOptions } from '../../src/argo-events/dependency';
import { Sensor } from '../../src/argo-events/sensor';
import type { TriggerProps } from '../../src/argo-events/trigger';
import { patch } from '../../src/argo-events/triggers';
import { toLine } from '../../src/findings/line';
import { ValidationError } from '../../src/findings/validation-error';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { COMMENT, type Comment } from './events';

/** Something to do where it does not matter what. */
export const ACTION = patch({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seen' } });

/** An object as it is read back from its file. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly [field: string]: unknown };
  readonly spec?: unknown;
  readonly [field: string]: unknown;
}

/**
 * Every object that the constructs render to, by the name of its file: `events/comments-sensor`.
 *
 * @throws ValidationError with all findings
 */
export function render(build: (folder: Folder) => void): Readonly<Record<string, Rendered>> {
  const app = new App();
  build(new Folder(app, 'app', { path: 'out' }));
  return Object.fromEntries(
    [...renderTree(app)].map(([path, yaml]) => [path.slice('out/'.length, -'.yaml'.length), parse(yaml)]),
  );
}

/** What is wrong with what has been built in a sensor, all of it: a line each. */
export function findingsOf(build: (sensor: Sensor) => void): string[] {
  try {
    sensorSpec(build);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.findings.map(toLine);
  }
}

/** A sensor in the namespace `events`. */
export function sensorIn(folder: Folder, id = 'comments', name = id): Sensor {
  return new Sensor(folder, id, { name, namespace: 'events' });
}

/** The rendered spec of a sensor in which this has been built. */
export function sensorSpec(build: (sensor: Sensor) => void): SensorSpec {
  const objects = render((folder) => build(sensorIn(folder)));
  return objects['events/comments-sensor']?.spec as SensorSpec;
}

/** The rendered dependency `comment` with these options. */
export function dependencyWith<T = Comment>(
  options: FilterOptions<T> & Partial<TransformOptions<T>>,
): EventDependency | undefined {
  const spec = sensorSpec((sensor) => {
    sensor.do('act', {
      conditions: sensor.on<T>('comment', COMMENT, options as FilterOptions<T> & TransformOptions<T>),
      action: ACTION,
    });
  });
  return spec.dependencies[0];
}

/** The rendered trigger `act` on the dependency `comment`. */
export function triggerWith(
  props: (comment: Dependency<Comment>) => Partial<TriggerProps>,
): Trigger | undefined {
  const spec = sensorSpec((sensor) => {
    const on = sensor.on('comment', COMMENT);
    sensor.do('act', { conditions: on, action: ACTION, ...props(on) });
  });
  return spec.triggers[0];
}
