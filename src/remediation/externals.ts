import type { Construct } from 'constructs';
import { declareExternal, type ExternalObject } from '../argo-events/external';
import { podTemplateOf } from './pod-template';
import type { SensorPodTemplate } from './props/pod-template';
import type { RemediationSettings } from './settings';

/** Says that what the pods of sensors or event sources read, by the prop `podTemplate`, is there already. */
export function declareExternalsOfPods(
  scope: Construct,
  { podTemplate, namespaces: { sensors: namespace } }: RemediationSettings,
  kind: 'sensors' | 'eventSources',
): void {
  const { env = [], caBundle }: SensorPodTemplate = podTemplateOf(podTemplate, kind);
  const declare = (kind: ExternalObject['kind'], name: string | undefined) => {
    if (name !== undefined) declareExternal(scope, { kind, metadata: { name, namespace } });
  };
  declare('ConfigMap', caBundle?.name);
  for (const { valueFrom } of env) {
    declare('ConfigMap', valueFrom?.configMapKeyRef?.name);
    declare('Secret', valueFrom?.secretKeyRef?.name);
  }
}
