import { App } from 'cdk8s';
import { Folder, renderTree } from 'cdk8s-argo-events';
import { RemediationLoop, type RemediationProps, taskCodeRun } from 'cdk8s-argo-events/remediation';

const props: RemediationProps = { reviewers: ['acme-qa[bot]'], codeRun: (run) => taskCodeRun(run) };
const app = new App();
const loop = new RemediationLoop(new Folder(app, 'loop', { path: 'loop' }), 'loop', props);
console.log(loop.sensors.length, renderTree(app).size > 10);
