import { type Action, log } from '../../argo-events/triggers';
import type { PlainObject } from '../../lint/rule';
import { attempt, type TakeReads } from '../attempt';
import { type Code, callCode, literal } from '../code';
import type { Variables } from '../slots';
import { type ActionFields, canonicalAction } from './canonical';
import { connectedCode, isConnectedKind, ofKindCode } from './connected';
import { httpCode } from './http';
import { argoWorkflowCode, k8sCode } from './k8s';

/** Where an action is. */
export interface ActionPlace {
  readonly variables: Variables;
  /** The namespace of the sensor. */
  readonly namespace: string;
  /** The dependencies that the conditions name, and those that surely have an event. */
  readonly dependencies: readonly string[];
  readonly certain: readonly string[];
  readonly take: TakeReads;
}

/** The code of an action, and why it is in the engine's own form, if it is. */
export interface ActionCode {
  readonly code: Code;
  readonly why?: string;
  /** Whether the rights that the action needs are known. */
  readonly isGranted: boolean;
}

/** What a trigger does, as the function of its kind, or in the engine's own form. */
export function actionCode(action: ActionFields, place: ActionPlace): ActionCode {
  const kinds = Object.keys(action.template);
  const kind = kinds.length === 1 ? (kinds[0] ?? '') : '';
  const first = attemptAll(waysOf(kind, action, place.variables), action, place);
  if (first.code) return { code: first.code, isGranted: true };
  const why = kind === '' ? 'it has several kinds, or none' : first.why;
  if (isConnectedKind(kind)) {
    const own = attemptAll([() => ofKindCode(kind, action, place.variables)], action, place);
    if (own.code) return { code: own.code, why, isGranted: true };
  }
  return { code: ownAction(action), why, isGranted: kind !== 'k8s' && kind !== 'argoWorkflow' };
}

function attemptAll(ways: readonly (() => Code)[], action: ActionFields, place: ActionPlace) {
  const { namespace, certain, dependencies, take } = place;
  const context = {
    namespace,
    dependency: certain[0] ?? dependencies[0] ?? '',
    isCertain: certain.length > 0,
  };
  return attempt(
    ways,
    {
      wanted: canonicalAction(action, certain),
      of: (value) => canonicalAction((value as Action).bind(context) as unknown as ActionFields, certain),
    },
    take,
  );
}

function waysOf(kind: string, action: ActionFields, variables: Variables): (() => Code)[] {
  if (kind === 'log') return [() => callCode('log', log, [])];
  if (kind === 'k8s') return [() => k8sCode(action, variables)];
  if (kind === 'argoWorkflow') return [() => argoWorkflowCode(action, variables)];
  if (kind === 'http') return [() => httpCode(action, variables)];
  return isConnectedKind(kind) ? [() => connectedCode(kind, action, variables)] : [];
}

/** An action in the engine's own form. */
function ownAction({ template, parameters, policy }: ActionFields): Code {
  const bound: PlainObject = {
    template,
    ...(parameters !== undefined && { parameters }),
    ...(policy !== undefined && { policy }),
    permissions: [],
  };
  const body = literal(bound);
  return {
    value: { bind: () => bound },
    form: {
      kind: 'object',
      fields: [['bind', { value: () => bound, form: { kind: 'function', head: '() =>', body } }]],
    },
  };
}
