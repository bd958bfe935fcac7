// The app of dist/, as a user of the package writes it.
const { App } = require('cdk8s');
const { Folder } = require('cdk8s-argo-events');
const {
  RemediationLoop,
  RemediationMonitoring,
  RemediationPrerequisites,
} = require('cdk8s-argo-events/remediation');

const app = new App();
const folder = (name) => new Folder(app, name, { path: `infra/gitops/${name}` });
new RemediationLoop(folder('resources'), 'remediation');
new RemediationPrerequisites(folder('prerequisites'), 'remediation');
new RemediationMonitoring(folder('monitoring'), 'remediation');
app.synth();
