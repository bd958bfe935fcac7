import type { RemediationSettings } from '../../settings';
import { anyOf } from '../promql';
import { eventSourceNames, ofLoop, sensorNames, TARGET_LABEL } from '../targets';
import type { Alerts } from './alert';

/**
 * No pod of the component answers Prometheus, or Prometheus does not know of any. absent() takes its labels from a selector,
 * and has none for a comparison: so these are two expressions.
 */
export function isDown(settings: RemediationSettings, component: string): string {
  const up = ofLoop(settings, 'up', { [TARGET_LABEL.component]: component });
  return anyOf([`max by (${TARGET_LABEL.component}) (${up}) == 0`, `absent(${up})`]);
}

/** Pods that are away, and event sources that listen no more. */
export const downAlerts: Alerts = (settings) => {
  const { name } = settings;
  // Only 0 says something. The events of a pod share one gauge, which each of them sets to 0 before it adds itself (Start in
  // pkg/eventsources/eventing.go). They do so side by side, so the gauge may stay at 1 while two events are listened to.
  const silent = (eventSource: string) => {
    const running = ofLoop(settings, 'argo_events_event_service_running_total', {
      eventsource_name: eventSource,
    });
    return `max by (${TARGET_LABEL.component}) (${running}) < 1`;
  };
  return [
    {
      name: 'RemediationSensorDown',
      severity: 'critical',
      expr: anyOf(sensorNames(settings).map((sensor) => isDown(settings, sensor))),
      for: '5m',
      summary: `The sensor {{ $labels.component }} of the loop ${name} is down`,
      description:
        'For 5 minutes, no pod of {{ $labels.component }} has served metrics. Its events wait on the bus, which keeps them for 168 hours by default.',
    },
    {
      name: 'RemediationEventSourceDown',
      severity: 'critical',
      expr: anyOf(eventSourceNames(settings).flatMap((source) => [isDown(settings, source), silent(source)])),
      for: '5m',
      summary: `The event source {{ $labels.component }} of the loop ${name} is down`,
      description:
        'For 5 minutes, no pod of {{ $labels.component }} has served metrics, or the pod listens to none of its events. GitHub does not deliver by itself what its event source misses.',
    },
  ];
};
