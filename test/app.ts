import { App } from 'cdk8s';
import { Folder } from '../src/gitops/folder';
import { renderTree } from '../src/gitops/tree';
import { RemediationArgoCd } from '../src/remediation/argo-cd';
import { RemediationLoop } from '../src/remediation/loop';
import { RemediationMonitoring } from '../src/remediation/monitoring';
import { RemediationPrerequisites } from '../src/remediation/prerequisites';
import type { RemediationProps } from '../src/remediation/props';

/**
 * The app of the product's tests: the loop, its prerequisites and its monitoring in the folders of `src/main.ts`, but with these props.
 * So nobody who changes a prop in `src/main.ts` turns a test red that is not about `dist/`.
 *
 * @param props the default ones when left out, which are the task's
 */
export function appOf(props: RemediationProps = {}): App {
  const app = new App();
  const resources = new Folder(app, 'resources', { path: 'infra/gitops/resources' });
  new RemediationLoop(resources, 'remediation', props);
  const prerequisites = new Folder(app, 'prerequisites', { path: 'infra/gitops/prerequisites' });
  new RemediationPrerequisites(prerequisites, 'remediation', props);
  const monitoring = new Folder(app, 'monitoring', { path: 'infra/gitops/monitoring' });
  new RemediationMonitoring(monitoring, 'remediation', props);
  const argoCd = new Folder(app, 'argo-cd', { path: 'infra/gitops/argo-cd' });
  new RemediationArgoCd(argoCd, 'remediation', props, { resources, prerequisites, monitoring });
  return app;
}

/** The files of the app with the task's props, by their paths in `dist/`. */
export const TASK_TREE: ReadonlyMap<string, string> = renderTree(appOf());
