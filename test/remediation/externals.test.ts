import { App } from 'cdk8s';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { warningsOf } from '../../src/gitops/warnings';
import { RemediationLoop } from '../../src/remediation/loop';
import { RemediationPrerequisites } from '../../src/remediation/prerequisites';

/** The warnings of an app that has nothing but this. */
function warnings(build: (folder: Folder) => void): string[] {
  const app = new App();
  build(new Folder(app, 'app', { path: 'out' }));
  renderTree(app);
  return warningsOf(app);
}

const names = {
  eventSourceName: 'hub',
  eventBusName: 'platform',
  githubToken: { name: 'token', key: 'a' },
  webhookSecret: { name: 'hook', key: 'b' },
  serviceAccount: { name: 'runner' },
};

test.each([{}, names])('the loop says itself what of the platform it takes as given: %j', (props) => {
  expect(warnings((folder) => new RemediationLoop(folder, 'loop', props))).toEqual([]);
  expect(warnings((folder) => new RemediationPrerequisites(folder, 'given', props))).toEqual([]);
});
