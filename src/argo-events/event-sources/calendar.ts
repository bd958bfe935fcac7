import type { CalendarEventSource } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import type { EventDefinition } from '../event-definition';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';

/** The data of a calendar event (CalendarEventData in pkg/eventsources/events/event-data.go). */
export interface CalendarEvent extends WithMetadata {
  /**
   * The time of the event in the time zone of the pod, as Go prints it:
   * `2026-01-02 03:04:00.000612 +0000 UTC m=+60.001`. A missed one that is made up for has no `m=`.
   */
  readonly eventTime: string;
}

/** When events come: by a schedule, or at an interval. */
export type Calendar = EventOptions &
  (
    | {
        /** The five fields of cron: minute, hour, day of month, month, day of week. Words such as `@daily` are unknown. */
        readonly schedule: string;
        readonly interval?: never;
      }
    | {
        /** A Go duration, such as `10m`. The first event comes after it. */
        readonly interval: string;
        readonly schedule?: never;
      }
  ) & {
    /**
     * The IANA name of the time zone of the schedule.
     *
     * @default UTC, the time zone of the pod
     */
    readonly timezone?: string;
    /**
     * Days without an event, such as `2026-12-25`, in the time zone of the schedule.
     *
     * @default none
     */
    readonly exclusionDates?: readonly `${number}-${number}-${number}`[];
    /**
     * Remembers the last event, so that those that were missed while no pod ran can be made up for.
     * {@link EventSource.grant} allows the account what this needs.
     *
     * @default none: what is missed is lost
     */
    readonly persistence?: CalendarPersistence;
  };

/** Where the last event is remembered, and what to do about missed ones. */
export interface CalendarPersistence {
  /** The ConfigMap, in the namespace of the event source. The key of an event is `<event source>.<event>`. */
  readonly configMap: {
    /** Its name. */
    readonly name: string;
    /**
     * Whether the engine makes the ConfigMap. Without it, an event source starts only if the ConfigMap is there.
     *
     * @default false
     */
    readonly createIfNotExist?: boolean;
  };
  /**
   * Sends each missed event when the pod starts, with the time at which it should have come. Excluded days stay excluded.
   *
   * @default missed events are not sent
   */
  readonly catchup?: {
    readonly enabled: boolean;
    /**
     * How far back it goes, as a Go duration: `48h`. Go has no days.
     *
     * @default no limit
     */
    readonly maxDuration?: string;
  };
}

/**
 * Events at given times, or at an interval.
 *
 * @throws ValidationError for an exclusion date that is none: the engine would ignore it, or not start
 *
 * @example
 * ```ts
 * const clock = new EventSource(folder, 'clock', {
 *   name: 'clock',
 *   namespace: 'events',
 *   events: {
 *     night: calendarEvent({
 *       schedule: '0 3 * * *',
 *       timezone: 'Europe/Vienna',
 *       exclusionDates: ['2026-12-25'],
 *       persistence: {
 *         configMap: { name: 'clock-state', createIfNotExist: true },
 *         catchup: { enabled: true, maxDuration: '48h' },
 *       },
 *     }),
 *   },
 * });
 * clock.grant({ name: 'clock', namespace: 'events' });
 * sensor.on('night', clock.event('night'));
 * ```
 * ```yaml
 * calendar:
 *   night:
 *     schedule: 0 3 * * *
 *     interval: ""
 *     timezone: Europe/Vienna
 *     exclusionDates:
 *       - EXDATE:20261225T000000Z
 *     persistence:
 *       configMap:
 *         name: clock-state
 *         createIfNotExist: true
 *       catchup:
 *         enabled: true
 *         maxDuration: 48h
 * ```
 */
export function calendarEvent(calendar: Calendar): EventDefinition<CalendarEvent> {
  const { exclusionDates, persistence, ...fields } = withEventOptions(calendar);
  // Both times: the controller writes the empty one back into the EventSource.
  const spec: CalendarEventSource = {
    schedule: '',
    interval: '',
    ...fields,
    ...(exclusionDates && { exclusionDates: exclusionDates.map(exclusionDate) }),
    ...(persistence && {
      persistence: {
        configMap: { ...persistence.configMap },
        ...(persistence.catchup && { catchup: { ...persistence.catchup } }),
      },
    }),
  };
  return { kind: 'calendar', spec };
}

/** The date in the form that the engine reads. It ignores one without the prefix (ParseExclusionDates in pkg/shared/util/recurrence.go). */
function exclusionDate(date: string): string {
  const time = new Date(`${date}T00:00:00Z`);
  if (
    !/^\d{4}-\d\d-\d\d$/.test(date) ||
    Number.isNaN(time.getTime()) ||
    !time.toISOString().startsWith(date)
  ) {
    reject('props', 'expected a date such as "2026-12-25"', { path: ['exclusionDates'], value: date });
  }
  return `EXDATE:${date.replaceAll('-', '')}T000000Z`;
}
