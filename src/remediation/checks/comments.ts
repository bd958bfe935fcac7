import type { Construct } from 'constructs';
import type { EventReference } from '../../argo-events/dependency';
import { EventSource } from '../../argo-events/event-source';
import { finding } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { addCheck } from '../../validations';
import type { RemediationSettings } from '../settings';

/**
 * Refuses events of an event source of the app that is not in the sensors' namespace, because the sensors would get none
 * of them. The lint rule `different-bus` refuses an event source on another bus.
 */
export function refuseElsewhere(loop: Construct, settings: RemediationSettings): void {
  for (const prop of ['comments', 'pullRequests'] as const) {
    const event = settings[prop];
    if (event !== undefined) refuseEventElsewhere(loop, settings, prop, event);
  }
}

function refuseEventElsewhere(
  loop: Construct,
  { namespaces }: RemediationSettings,
  prop: string,
  { eventSourceName: name, isExternal }: EventReference<unknown>,
): void {
  if (isExternal) return;
  addCheck(loop, () => {
    const places = loop.node.root.node
      .findAll()
      .filter((one): one is EventSource<never> => one instanceof EventSource && one.name === name)
      .map(({ namespace }) => namespace);
    const [other] = places;
    if (other === undefined || places.includes(namespaces.sensors)) return [];
    const message = `the EventSource ${quote(name)} is in namespace ${quote(other)}, but the sensors are in ${quote(namespaces.sensors)}, and get the events of their own namespace only`;
    const help = 'change namespaces.sensors, or the event source';
    return [finding('props-together', message, { path: ['props', prop], help })];
  });
}
