import { App } from 'cdk8s';
import { Folder } from './gitops/folder';
import { RemediationArgoCd } from './remediation/argo-cd';
import { RemediationLoop } from './remediation/loop';
import { RemediationMonitoring } from './remediation/monitoring';
import { RemediationPrerequisites } from './remediation/prerequisites';
import type { RemediationProps } from './remediation/props';

/** What differs from the defaults: nothing. See `RemediationProps` for what can. */
const props: RemediationProps = {};

/** The app whose objects are in `dist/`. */
export function buildApp(): App {
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
