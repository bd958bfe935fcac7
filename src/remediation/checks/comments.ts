import type { Construct } from 'constructs';
import type { EventReference } from '../../argo-events/dependency';
import { EventSource } from '../../argo-events/event-source';
import { quote } from '../../validation';
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
  const validate = () => {
    const places = loop.node.root.node
      .findAll()
      .filter((one): one is EventSource<never> => one instanceof EventSource && one.name === name)
      .map(({ namespace }) => namespace);
    const [other] = places;
    if (other === undefined || places.includes(namespaces.sensors)) return [];
    const why =
      'sensors get the events of their own namespace only. Change namespaces.sensors or the event source';
    return [
      `props.${prop}: the EventSource ${quote(name)} is in namespace ${quote(other)}, the sensors are in ${quote(namespaces.sensors)}: ${why}`,
    ];
  };
  loop.node.addValidation({ validate });
}
