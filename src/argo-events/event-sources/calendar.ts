import type { CalendarEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';

/** What the event source publishes (CalendarEventData in pkg/eventsources/events/event-data.go). */
export interface CalendarEvent {
  /** When it came, as Go prints a time: `2026-01-02 03:04:00.000612 +0000 UTC m=+60.001`. */
  readonly eventTime: string;
  /** That of the definition, if it has one. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** When events come: by cron's five or six fields, or after each interval. */
export type Calendar = ({ readonly schedule: string } | { readonly interval: string }) & {
  /** An IANA name; the pod's own, UTC, when left out. */
  readonly timezone?: string;
  /** Goes along with each event. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/** Sends events by the clock. */
export function calendarEvent(calendar: Calendar): EventDefinition<CalendarEvent> {
  // Both fields, as the engine's own type would write them back.
  const spec: CalendarEventSource = {
    schedule: '',
    interval: '',
    ...calendar,
    ...(calendar.metadata && { metadata: { ...calendar.metadata } }),
  };
  return { kind: 'calendar', spec };
}
