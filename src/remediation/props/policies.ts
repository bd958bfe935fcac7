import { finding, wrongProp } from '../../findings/refuse';
import { describe } from '../../findings/words';
import { isLabelKey, matches } from '../checks/values';
import { ANNOTATION_DOMAIN, LABEL } from '../names';
import { type Check, group, listOf, optional, orFalse, prop, value, YES_OR_NO } from './row';

/** What the admission policies leave to others. */
export interface PoliciesProps {
  /**
   * Whether other sensors make Jobs in `namespaces.agents` under the account of `serviceAccount` too. With false, the
   * policies refuse every Job of that account but the one that cancels quality agents. With true, whoever may use the
   * account runs any image there, unless something else of the cluster refuses it. Such a Job may use any ServiceAccount
   * and any Secret of that namespace, and the files of the nodes.
   *
   * @default false
   */
  readonly otherJobs?: boolean;
  /**
   * Whether other sensors write ConfigMaps in `namespaces.agents` under the account of `serviceAccount` too. With true,
   * whoever may use the account changes any ConfigMap there that is not a state, `kube-root-ca.crt` and the settings of
   * agents among them. With false, the policies refuse all but states.
   *
   * @default - true, unless the account is dedicated
   */
  readonly otherConfigMaps?: boolean;
  /**
   * Fields of a CodeRun's `spec` that are not in the template because your CRD fills them in with a default, such as
   * `['contextVersion']`. The policies refuse a new CodeRun with any other additional field.
   *
   * @default []
   */
  readonly codeRunDefaults?: readonly string[];
  /**
   * Labels and annotations that admission webhooks of your cluster add to ConfigMaps, CodeRuns and the pod templates of
   * Jobs, such as `['team', 'kyverno.io/created-by']`. The policies refuse any other that is not the loop's.
   *
   * @default []
   */
  readonly injectedMetadata?: readonly string[];
}

/** Labels that the policies tell the objects of a task by. */
const LOOPS_LABELS = ['app', ...Object.values(LABEL)];

const KEY: Check = {
  expected: 'the key of a label or an annotation',
  find: (place, key) => {
    if (!isLabelKey(key)) return [wrongProp(place, key, KEY.expected)];
    const isLoops =
      LOOPS_LABELS.includes(key as string) || (key as string).startsWith(`${ANNOTATION_DOMAIN}/`);
    if (!isLoops) return [];
    const help = 'expected a key that the cluster puts in';
    return [finding('props', `${describe(key)} is a key of the loop itself`, { ...place, value: key, help })];
  },
};

export const POLICIES = orFalse(
  group<PoliciesProps, Required<Omit<PoliciesProps, 'otherConfigMaps'>> & PoliciesProps>({
    otherJobs: prop(false, YES_OR_NO),
    otherConfigMaps: optional(YES_OR_NO),
    codeRunDefaults: prop<readonly string[]>(
      [],
      listOf(value(matches(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/), 'the name of a field'), {
        fits: Array.isArray,
        expected: 'a list of names of fields',
      }),
    ),
    injectedMetadata: prop<readonly string[]>(
      [],
      listOf(KEY, {
        fits: Array.isArray,
        expected: "a list of keys of labels and annotations, without the loop's own",
      }),
    ),
  }),
);
