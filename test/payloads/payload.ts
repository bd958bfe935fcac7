/** A sample event: what an event source publishes, and what it shows. */
export interface Payload {
  /** Of the file, without extension: says what is special about it. */
  readonly name: string;
  readonly description: string;
  readonly eventSource: string;
  readonly event: string;
  readonly data: unknown;
}

/** The text of the payload's file. */
export function toFile({ name: _, ...payload }: Payload): string {
  return `${JSON.stringify(payload, null, 2)}\n`;
}
