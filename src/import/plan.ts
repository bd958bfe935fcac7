import { isDeepStrictEqual } from 'node:util';
import { App, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { EventBus, type EventBusProps } from '../argo-events/event-bus';
import type { EventDefinitions } from '../argo-events/event-definition';
import { EventSource, type EventSourceProps } from '../argo-events/event-source';
import { Manifest, type ManifestObject } from '../argo-events/manifest';
import { Sensor, type SensorProps } from '../argo-events/sensor';
import { ValidationError } from '../findings/validation-error';
import { Folder } from '../gitops/folder';
import type { PlainObject } from '../lint/rule';
import type { Code } from './code';
import { expectedObject } from './expected';
import { type Patch, patchesBetween } from './patches';
import { buildSensor, type SensorPlan } from './sensor';
import type { SourcePlan } from './source';
import { unfit } from './unfit';

/** How an object is written. */
export type Plan =
  | { readonly kind: 'Sensor'; readonly sensor: SensorPlan }
  | { readonly kind: 'EventSource'; readonly source: SourcePlan }
  | { readonly kind: 'EventBus'; readonly props: Code }
  | { readonly kind: 'Manifest' };

/** Makes the constructs of a plan, as the program does. */
export function build(scope: Construct, id: string, object: PlainObject, plan: Plan): Construct {
  switch (plan.kind) {
    case 'Sensor': {
      const sensor = new Sensor(scope, id, plan.sensor.props.value as SensorProps);
      buildSensor(sensor, plan.sensor);
      return sensor;
    }
    case 'EventSource': {
      const { props, account } = plan.source;
      const source = new EventSource(scope, id, props.value as EventSourceProps<EventDefinitions>);
      if (account !== undefined) source.grant({ name: account, namespace: source.namespace });
      return source;
    }
    case 'EventBus':
      return new EventBus(scope, id, plan.props.value as EventBusProps);
    case 'Manifest':
      return new Manifest(scope, id, object as unknown as ManifestObject);
  }
}

/**
 * What has to be patched, so that the constructs of a plan render the object.
 *
 * @throws Unfit if patches do not help
 */
export function patchesFor(object: PlainObject, plan: Plan): Patch[] {
  if (plan.kind === 'Manifest') return [];
  const rendered = renderedBy(object, plan, []);
  const expected = withoutUndefined(expectedObject(object, rendered));
  const patches = patchesBetween(rendered, expected);
  if (patches.length === 0) return [];
  const patched = renderedBy(object, plan, patches);
  if (!isDeepStrictEqual(patched, expected)) unfit('its constructs would render something else');
  return patches;
}

function renderedBy(object: PlainObject, plan: Plan, patches: readonly Patch[]): PlainObject {
  try {
    const construct = build(new Folder(new App(), 'folder', { path: 'folder' }), 'id', object, plan);
    const manifest = construct.node.findChild(plan.kind) as Manifest;
    manifest.addJsonPatch(...patches.map(jsonPatch));
    return withoutUndefined(manifest.toJson());
  } catch (error) {
    if (error instanceof ValidationError) unfit(error.findings[0]?.message ?? error.message);
    throw error;
  }
}

/** An operation as cdk8s takes it. */
export function jsonPatch({ op, path, value }: Patch): JsonPatch {
  return op === 'remove' ? JsonPatch.remove(path) : JsonPatch[op](path, value);
}

function withoutUndefined(value: unknown): PlainObject {
  return JSON.parse(JSON.stringify(value)) as PlainObject;
}
