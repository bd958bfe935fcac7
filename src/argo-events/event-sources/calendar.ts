import type { CalendarEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';

/** The data of a calendar event (CalendarEventData in pkg/eventsources/events/event-data.go). */
export interface CalendarEvent {
  /** The time of the event, as Go prints it: `2026-01-02 03:04:00.000612 +0000 UTC m=+60.001`. */
  readonly eventTime: string;
  /** The metadata of the definition, if it has some. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * When events come. `schedule` has the five or six fields of cron. `interval` is a Go duration, such as `10m`.
 */
export type Calendar = ({ readonly schedule: string } | { readonly interval: string }) & {
  /**
   * The IANA name of the time zone of the schedule.
   *
   * @default UTC, the time zone of the pod
   */
  readonly timezone?: string;
  /**
   * Texts that each event gets as its `metadata`.
   *
   * @default none
   */
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Events at given times, or at an interval.
 *
 * @example
 * ```ts
 * const clock = new EventSource(folder, 'clock', {
 *   name: 'clock',
 *   namespace: 'events',
 *   events: { hour: calendarEvent({ schedule: '0 * * * *', timezone: 'Europe/Vienna' }) },
 * });
 * sensor.on('hour', clock.event('hour'));
 * ```
 * ```yaml
 * calendar:
 *   hour:
 *     schedule: 0 * * * *
 *     interval: ""
 *     timezone: Europe/Vienna
 * ```
 */
export function calendarEvent(calendar: Calendar): EventDefinition<CalendarEvent> {
  // Both fields: the controller writes the empty one back into the EventSource.
  const spec: CalendarEventSource = {
    schedule: '',
    interval: '',
    ...calendar,
    ...(calendar.metadata && { metadata: { ...calendar.metadata } }),
  };
  return { kind: 'calendar', spec };
}
