import { createPatch } from 'rfc6902';

/** A sample event: what an event source publishes, and what it shows. */
export interface Payload {
  /** Of the file, without extension: says what is special about it. */
  readonly name: string;
  readonly description: string;
  readonly eventSource: string;
  readonly event: string;
  readonly data: unknown;
}

/** The samples that are written whole, by the event source and event of the samples that are written as a change of it. */
const BASES: Readonly<Record<string, string>> = {
  'github issue_comment': 'comment-accepted',
  'remediation-state state': 'state-assigned',
  'remediation-state runs': 'run-added',
};

/**
 * The text of the payload's file. But for the bases, it has no data, but the name of the base and what to change in it,
 * as a JSON Patch (RFC 6902): a reviewer sees what the sample is about.
 *
 * @param all every payload, the bases among them
 */
export function toFile({ name, data, ...said }: Payload, all: readonly Payload[]): string {
  const base = all.find((other) => other.name === BASES[`${said.eventSource} ${said.event}`]);
  if (!base) throw new Error(`No base for the event "${said.event}" of "${said.eventSource}"`);
  if (name === base.name) return `${JSON.stringify({ ...said, data }, null, 2)}\n`;
  const patch = createPatch(base.data, data).map((operation) => `\n    ${JSON.stringify(operation)}`);
  const head = JSON.stringify({ ...said, base: base.name }, null, 2).slice(0, -'\n}'.length);
  return `${head},\n  "patch": [${patch}\n  ]\n}\n`;
}
