import { checkObject, checkSet, type PlainObject, RULES, toLine } from 'cdk8s-argo-events/lint';

const template = { name: 'log', log: {} };
const sensor: PlainObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: { name: 'wishes', namespace: 'events' },
  spec: {
    dependencies: [{ name: 'wish', eventSourceName: 'webhook', eventName: 'wish', filter: {} }],
    triggers: [{ template }, { template }],
  },
};
const findings = [...checkObject(sensor), ...checkSet([sensor], { complete: true })];
console.log(
  RULES.length > 50,
  findings.some(({ rule }) => rule === 'duplicate-trigger'),
);
for (const found of findings.filter(({ rule }) => rule === 'schema')) console.log(toLine(found));
