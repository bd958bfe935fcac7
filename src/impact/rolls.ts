import { isDeepStrictEqual } from 'node:util';
import { joinAnd } from '../findings/words';
import { eventsOf } from '../lint/event-source';
import { triggerName, waitingTriggers } from '../lint/sensor';
import { objectName } from './object-name';
import type { Statement } from './report';
import { listsAll } from './senders';
import { pairsOf, type Tree } from './tree';

/** Which pods of Sensors and EventSources are replaced, and what that does. */
export function rollStatements(before: Tree, after: Tree): Statement[] {
  const say = (object: Parameters<typeof objectName>[0], more: string): Statement => ({
    about: 'load',
    effect: 'note',
    objects: [objectName(object)],
    message: `its pods are replaced${more}`,
    reason:
      'The whole spec is in the environment of the pod, so each change of it changes the Deployment (buildDeployment in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).',
  });
  const changed = (kind: string) =>
    pairsOf(before, after, kind).filter(
      (pair) => !isDeepStrictEqual(pair.before['spec'], pair.after['spec']),
    );
  return [
    ...changed('Sensor').map((pair) => {
      // The engine acknowledges their events before they run, and does not wait for them when it ends.
      const names = waitingTriggers(pair.before)
        .filter(({ value }) => value['atLeastOnce'] !== true)
        .flatMap((trigger) => triggerName(trigger) ?? []);
      const what = `trigger${names.length === 1 ? '' : 's'} ${joinAnd(names)}`;
      return say(
        pair.after,
        names.length === 0 ? '' : `; without atLeastOnce, what ${what} just did may be left undone`,
      );
    }),
    ...changed('EventSource').map((pair) => {
      const names = eventsOf(pair.after)
        .filter((event) => event.kind === 'resource' && listsAll(event))
        .map(({ name }) => name);
      const what = `event${names.length === 1 ? '' : 's'} ${joinAnd(names)}`;
      return say(
        pair.after,
        names.length === 0 ? '' : `, and the new one sends ${what} for every object that there is`,
      );
    }),
  ];
}
