import { quote } from '../findings/words';
import { longestPauses } from '../lint/retry';
import type { PlainObject } from '../lint/rule';
import { triggerName, waitingTriggers, withFallback } from '../lint/sensor';
import { objectName } from './object-name';
import type { Statement } from './report';
import { idOf, type Tree } from './tree';

/** How long an event that fails may hold up the later ones of its trigger, where that changes. */
export function waitingStatements(before: Tree, after: Tree): Statement[] {
  // A trigger that has moved to another sensor, as it was, is no news.
  const known = new Set(
    before.set.ofKind('Sensor').flatMap((sensor) => [...pausesOf(sensor)].map((one) => JSON.stringify(one))),
  );
  const isKnown = (name: string, seconds: number) => known.has(JSON.stringify([name, seconds]));
  return after.set.ofKind('Sensor').flatMap((sensor) => {
    const old = before.byId.get(idOf(sensor));
    const was = old && pausesOf(old);
    return [...pausesOf(sensor)].flatMap(([trigger, seconds]) => {
      const then = was?.get(trigger);
      // A new trigger is news only if it may hold up something.
      if (seconds === (then ?? 0) || (then === undefined && isKnown(trigger, seconds))) return [];
      return [
        {
          about: 'waiting',
          effect: 'note',
          objects: [objectName(sensor)],
          message: `an event that fails may hold up trigger ${quote(trigger)} for ${timeText(seconds)}${then === undefined ? '' : `, and before for ${timeText(then)}`}`,
          reason:
            'With atLeastOnce, retries run inline, so the later events of the trigger wait, and so do those of its dlqTrigger. The time of the tries themselves comes on top (actionFunc in pkg/sensors/listener.go, DoWithRetry in pkg/shared/util/retry.go).',
        } satisfies Statement,
      ];
    });
  });
}

/** The longest time of all pauses of each trigger and its fallback, in seconds. Without `atLeastOnce`, nothing waits. */
function pausesOf(sensor: PlainObject): ReadonlyMap<string, number> {
  return new Map(
    waitingTriggers(sensor).flatMap((trigger) => {
      const name = triggerName(trigger);
      const inline = withFallback(trigger).filter(({ value }) => value['atLeastOnce'] === true);
      const seconds = inline.reduce((sum, one) => sum + longestPauses(one), 0);
      return name === undefined ? [] : [[name, seconds] as const];
    }),
  );
}

function timeText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'ever';
  const rounded = Math.round(seconds * 10) / 10;
  return `up to ${rounded} second${rounded === 1 ? '' : 's'}`;
}
