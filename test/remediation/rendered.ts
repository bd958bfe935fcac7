import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { EventDependency, Sensor, Trigger } from '../../imports/argo-events';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { RemediationLoop } from '../../src/remediation/loop';
import { RemediationMonitoring } from '../../src/remediation/monitoring';
import { RemediationPrerequisites } from '../../src/remediation/prerequisites';
import type { RemediationProps } from '../../src/remediation/props';

/** The loop's objects by the names of their files: `pr-comment-remediation-sensor`. */
export function renderLoop(props: RemediationProps = {}): Record<string, Rendered> {
  return renderLoops({ remediation: props });
}

/** The objects of several loops in one app, by the names of their files. */
export function renderLoops(loops: Readonly<Record<string, RemediationProps>>): Record<string, Rendered> {
  return renderAll((folder) => {
    for (const [id, props] of Object.entries(loops)) new RemediationLoop(folder, id, props);
  });
}

/** The objects of the loop and of its prerequisites, by the names of their files. */
export function renderWithPrerequisites(props: RemediationProps = {}): Record<string, Rendered> {
  return renderAll((folder) => {
    new RemediationLoop(folder, 'loop', props);
    new RemediationPrerequisites(folder, 'prerequisites', props);
  });
}

/** The objects that watch the loop, by the names of their files. */
export function renderMonitoring(props: RemediationProps = {}): Record<string, Rendered> {
  return renderAll((folder) => new RemediationMonitoring(folder, 'monitoring', props));
}

function renderAll(build: (folder: Folder) => unknown): Record<string, Rendered> {
  const app = new App();
  build(new Folder(app, 'folder', { path: 'r' }));
  return Object.fromEntries(
    [...renderTree(app)].map(([path, text]) => [
      path.replace(/^.*\//, '').replace(/\.yaml$/, ''),
      parse(text) as Rendered,
    ]),
  );
}

export interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** The dependency of that name in a rendered sensor. */
export function dependency(sensor: Rendered | undefined, name: string): EventDependency | undefined {
  return (sensor as unknown as Sensor).spec.dependencies.find((candidate) => candidate.name === name);
}

/** The trigger of that name in a rendered sensor. */
export function trigger(sensor: Rendered | undefined, name: string): Trigger | undefined {
  return (sensor as unknown as Sensor).spec.triggers.find(({ template }) => template.name === name);
}
