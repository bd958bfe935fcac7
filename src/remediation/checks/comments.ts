import type { Construct } from 'constructs';
import { EventSource } from '../../argo-events/event-source';
import { quote } from '../../validation';
import type { RemediationSettings } from '../settings';

/**
 * Refuses comments of an event source of the app that is not in the sensors' namespace, because the sensors would get none
 * of its events. The lint rule `different-bus` refuses an event source on another bus.
 */
export function refuseElsewhere(loop: Construct, { comments, namespaces }: RemediationSettings): void {
  const { eventSourceName: name, isExternal } = comments;
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
      `props.comments: the EventSource ${quote(name)} is in namespace ${quote(other)}, the sensors are in ${quote(namespaces.sensors)}: ${why}`,
    ];
  };
  loop.node.addValidation({ validate });
}
