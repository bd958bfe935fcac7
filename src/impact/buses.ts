import { isDeepStrictEqual } from 'node:util';
import { quote } from '../findings/words';
import { asObject, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { objectName } from './object-name';
import type { Statement } from './report';
import { pairsOf, type Tree } from './tree';

const KINDS = ['jetstream', 'nats', 'kafka', 'jetstreamExotic'] as const;

/** What a change of an EventBus does, beside what becomes of the consumers on it. */
export function busStatements(before: Tree, after: Tree): Statement[] {
  return pairsOf(before, after, 'EventBus').flatMap((pair) => {
    const [was, is] = [pair.before, pair.after].map((bus) =>
      KINDS.find((kind) => kind in asObject(bus['spec'])),
    );
    if (was === undefined || is === undefined) return [];
    const say = (statement: Omit<Statement, 'about' | 'objects'>): Statement => ({
      about: 'buses',
      objects: [objectName(pair.after)],
      ...statement,
    });
    if (was !== is) return [say(otherKind(was, is))];
    return is === 'jetstream' ? jetstream(pair.before, pair.after).map(say) : [];
  });
}

type Said = Omit<Statement, 'about' | 'objects'>;

function otherKind(was: string, is: string): Said {
  return {
    effect: 'lost',
    message: `it was ${quote(was)} and is ${quote(is)}; what is on the old bus is lost`,
    reason:
      'The webhook of Argo Events refuses another kind for an EventBus that exists. Without the webhook, the controller makes the new bus and moves nothing (pkg/webhook/validator/eventbus.go).',
    help: 'make an EventBus of another name beside it, and move the Sensors and EventSources while nothing waits',
  };
}

function jetstream(before: PlainObject, after: PlainObject): Said[] {
  const changed = (...fields: string[]) => {
    const [was, is] = [before, after].map((bus) => valueAt(bus, 'spec', 'jetstream', ...fields));
    return !isDeepStrictEqual(was, is);
  };
  const said: Said[] = [];
  if (changed('persistence')) {
    said.push({
      effect: 'note',
      message: 'its volumes change, which the API server refuses for a bus that exists',
      reason:
        'The volumes are those of a StatefulSet, which cannot be changed (buildStatefulSetSpec in pkg/reconciler/eventbus/installer/jetstream.go). The EventBus is then not ready, and the controller deploys no Sensor and no EventSource on it.',
      help: 'delete the StatefulSet of the bus while nothing waits. The controller makes a new one; events without a volume are lost',
    });
  }
  if (changed('streamConfig')) {
    said.push({
      effect: 'note',
      message: 'the settings of the stream change, which has no effect on a stream that exists',
      reason:
        'A stream is made once (CreateStream in pkg/eventbus/jetstream/base/jetstream.go). The webhook of Argo Events refuses the change (pkg/webhook/validator/eventbus.go).',
      help: 'make an EventBus of another name, or change the stream with the command of NATS',
    });
  }
  if (changed('version') || changed('replicas') || changed('containerTemplate') || changed('startArgs')) {
    const hasVolumes = valueAt(after, 'spec', 'jetstream', 'persistence') !== undefined;
    const replicas = Number(valueAt(after, 'spec', 'jetstream', 'replicas') ?? 3);
    const isLost = !hasVolumes && replicas < 3;
    said.push({
      effect: isLost ? 'lost' : 'note',
      message: isLost
        ? 'its only pod is replaced, and all that waits on it is lost'
        : 'its pods are replaced one after the other, and the sensors lose their connection',
      reason: `The controller changes the StatefulSet of the bus (pkg/reconciler/eventbus/installer/jetstream.go).${hasVolumes ? '' : ' Without volumes, events are in the pods.'}`,
      ...(isLost && { help: 'deploy while nothing waits' }),
    });
  }
  return said;
}
