import { quote } from '../findings/words';
import { nameOf } from '../lint/objects';
import { consumersOf } from './consumers';
import { objectName } from './object-name';
import type { Statement } from './report';
import type { Tree } from './tree';
import { covers, replaces, selectionOf, type Watch, watchesIn } from './watches';

/** Which objects no event is about any more, such as states of tasks that triggers have made under an old name. */
export function forgottenStatements(before: Tree, after: Tree): Statement[] {
  const now = watchesIn(after).filter((watch) => isUsed(after, watch));
  return watchesIn(before)
    .filter((watch) => isUsed(before, watch) && !now.some((one) => covers(one, watch)))
    .map((watch) => {
      const selection = selectionOf(watch);
      const hasNext = now.some((one) => replaces(one, watch));
      return {
        about: 'objects',
        effect: hasNext ? 'lost' : 'note',
        objects: [objectName(watch.source)],
        message: `no event of the new tree is about all objects of event ${quote(watch.event.name)} any more, ${quote(selection)}; they stay, and what is still to be done for them is not done`,
        reason:
          'An EventSource of the kind "resource" sends events only about objects that its filter selects (pkg/eventsources/sources/resource/start.go). What triggers have made is in no tree, so nothing deletes it.',
        help: `deploy when nothing is to be done for them: kubectl get ${selection}`,
      };
    });
}

/** Whether a trigger waits for it. */
function isUsed({ set }: Tree, { source, event }: Watch): boolean {
  return set
    .ofKind('Sensor', { namespace: objectName(source).namespace ?? '' })
    .some((sensor) =>
      consumersOf(sensor).some((one) => one.source === nameOf(source) && one.event === event.name),
    );
}
