import { App } from 'cdk8s';
import { eventReference } from '../../src/argo-events/dependency';
import { toLine } from '../../src/findings/line';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { RemediationLoop } from '../../src/remediation/loop';
import { RemediationPrerequisites } from '../../src/remediation/prerequisites';
import type { RemediationProps } from '../../src/remediation/props';
import { warningsOf } from '../../src/warnings';

/** The warnings of an app that has nothing but this. */
function warnings(build: (folder: Folder) => void): string[] {
  const app = new App();
  build(new Folder(app, 'app', { path: 'out' }));
  renderTree(app);
  return warningsOf(app).map(toLine);
}

const names = {
  comments: eventReference('hub', 'comments'),
  bus: { name: 'platform' },
  github: { token: { name: 'token', key: 'a' }, webhookSecret: { name: 'hook', key: 'b' } },
  serviceAccount: { name: 'runner' },
};

/** Variables from a Secret and a ConfigMap, those of a pod that are named so. */
const env = (prefix: string) => [
  { name: 'PROXY', valueFrom: { secretKeyRef: { name: `${prefix}-proxy`, key: 'url' } } },
  { name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: `${prefix}-hosts`, key: 'list' } } },
];
const pods: RemediationProps[] = [
  { podTemplate: { sensors: { caBundle: { name: 'ca', key: 'ca.crt' } } } },
  { podTemplate: { imagePullSecrets: [{ name: 'registry' }], env: env('all') } },
  {
    podTemplate: {
      sensors: { env: env('sensors') },
      eventSources: { env: env('sources') },
      jobs: { env: env('jobs') },
    },
  },
];

test.each<RemediationProps>([{}, names, ...pods])(
  'the loop says itself what of the platform it takes as given: %j',
  (props) => {
    expect(warnings((folder) => new RemediationLoop(folder, 'loop', props))).toEqual([]);
    expect(warnings((folder) => new RemediationPrerequisites(folder, 'given', props))).toEqual([]);
  },
);
