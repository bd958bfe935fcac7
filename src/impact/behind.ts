import { asString } from '../lint/plain';
import { groupOf } from '../lint/root-fields';
import type { PlainObject } from '../lint/rule';
import { objectName } from './object-name';
import type { Effect, Statement } from './report';
import type { Tree } from './tree';

/** Which objects the new tree does not have. `kubectl apply` leaves them, and Argo CD with `prune: true` deletes them. */
export function behindStatements(before: Tree, after: Tree): Statement[] {
  const groups = new Map<Kind, PlainObject[]>();
  for (const [id, object] of before.byId) {
    if (after.byId.has(id)) continue;
    const kind = kindOf(object);
    groups.set(kind, [...(groups.get(kind) ?? []), object]);
  }
  // Those with which the most is lost come first.
  return [...KINDS, OTHER].flatMap((kind) => {
    const objects = groups.get(kind);
    if (objects === undefined) return [];
    const { effect = 'note', stays, pruned } = kind;
    const index = objects.length === 1 ? 0 : 1;
    const them = ['it', 'them'][index];
    return [
      {
        about: 'objects',
        effect,
        objects: objects.map(objectName),
        message: `kubectl apply leaves ${them}${stays ? `: ${stays[index]}` : ''}; prune deletes ${them}${pruned ? `: ${pruned}` : ''}`,
        reason:
          'kubectl apply deletes nothing. Argo CD with "prune: true" deletes what is not in the tree any more, and "kubectl apply --prune" does too.',
        help:
          effect === 'lost'
            ? 'keep it in the tree, or move what is in it first'
            : 'with kubectl apply, run kubectl delete with the old files',
      } satisfies Statement,
    ];
  });
}

interface Kind {
  readonly group: string;
  readonly kinds: readonly string[];
  readonly effect?: Effect;
  /** What it does if it stays. */
  readonly stays?: readonly [ofOne: string, ofSeveral: string];
  /** What happens then if it is deleted. */
  readonly pruned?: string;
}

const ARGO = 'argoproj.io';
const ADMISSION = 'admissionregistration.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

const KINDS: readonly Kind[] = [
  {
    group: '',
    kinds: ['Namespace'],
    effect: 'lost',
    pruned: 'everything in it is deleted, also what triggers have made',
  },
  {
    group: 'apiextensions.k8s.io',
    kinds: ['CustomResourceDefinition'],
    effect: 'lost',
    pruned: 'all objects of its kind are deleted, in all namespaces',
  },
  {
    group: '',
    kinds: ['PersistentVolumeClaim'],
    effect: 'lost',
    pruned: 'what is on it may be deleted',
  },
  {
    group: ARGO,
    kinds: ['EventBus'],
    stays: [
      'it keeps its pods, its volumes and its events',
      'they keep their pods, their volumes and their events',
    ],
    pruned: 'its events go too, as soon as no EventSource and no Sensor uses it',
  },
  {
    group: ARGO,
    kinds: ['Sensor'],
    stays: [
      'it goes on to act on events: with a Sensor that takes its place, each event is handled twice',
      'they go on to act on events: with Sensors that take their place, each event is handled twice',
    ],
    pruned: 'what waits on the bus stays there',
  },
  {
    group: ARGO,
    kinds: ['EventSource'],
    stays: ['it goes on to send events', 'they go on to send events'],
    pruned: 'requests are then refused',
  },
  {
    group: 'batch',
    kinds: ['CronJob'],
    stays: ['it goes on', 'they go on'],
  },
  {
    group: 'apps',
    kinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
    stays: ['its pods go on', 'their pods go on'],
  },
  {
    group: ADMISSION,
    kinds: [
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'ValidatingWebhookConfiguration',
      'MutatingWebhookConfiguration',
    ],
    stays: [
      'it stays in force, and may refuse what the new tree writes',
      'they stay in force, and may refuse what the new tree writes',
    ],
  },
  {
    group: RBAC,
    kinds: ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    stays: ['the accounts keep the rights', 'the accounts keep the rights'],
  },
  {
    group: '',
    kinds: ['ResourceQuota', 'LimitRange'],
    stays: ['it stays in force', 'they stay in force'],
  },
  {
    group: 'networking.k8s.io',
    kinds: ['NetworkPolicy'],
    stays: ['it stays in force', 'they stay in force'],
  },
  {
    group: '',
    kinds: ['Secret', 'ConfigMap', 'ServiceAccount'],
    stays: ['nothing in the new tree has it', 'nothing in the new tree has them'],
  },
];

const OTHER: Kind = { group: '', kinds: [] };

function kindOf(object: PlainObject): Kind {
  const kind = asString(object['kind']) ?? '';
  return KINDS.find((one) => one.group === groupOf(object) && one.kinds.includes(kind)) ?? OTHER;
}
