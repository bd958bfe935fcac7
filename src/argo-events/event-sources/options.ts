import type { EventSourceFilter } from '../../../imports/argo-events';

/** What an event of any kind of event source may have. */
export interface EventOptions {
  /**
   * Texts that each event gets as its `metadata`.
   *
   * @default none
   */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * An expression in the language of expr-lang.org. The event source drops an event for which it is not true, before
   * the bus. It reads the first keys of the data as variables: `body.action == "opened"` (filterEvent in
   * pkg/eventsources/eventing.go).
   *
   * @default none: all events go to the bus
   */
  readonly filter?: string;
}

/** An event whose data may have a body in JSON. */
export interface JsonBodyOption {
  /**
   * Whether the body of each message is JSON. Without it, `body` is the base64 text of the message, and no field of it
   * can be read.
   *
   * @default false
   */
  readonly jsonBody?: boolean;
}

/** The part of the data of an event that its definition sets. */
export interface WithMetadata {
  /** The metadata of the definition, if it has some. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The options, and any other field, in the engine's form. */
export function withEventOptions<Fields extends EventOptions>({
  metadata,
  filter,
  ...fields
}: Fields): Omit<Fields, keyof EventOptions> & {
  metadata?: { [key: string]: string };
  filter?: EventSourceFilter;
} {
  return {
    ...fields,
    ...(metadata && { metadata: { ...metadata } }),
    ...(filter !== undefined && { filter: { expression: filter } }),
  };
}
