import { amountOf, isQuantity, isSubdomain, matches } from '../checks/values';
import { DNS_LABEL, group, optional, orFalse, prop, value, YES_OR_NO } from './row';

/** The JetStream bus. */
export interface BusProps {
  /**
   * The name of the EventBus, in the namespace `namespaces.sensors`.
   *
   * @default 'default'
   */
  readonly name?: string;
  /**
   * The version of NATS, for the bus of the prerequisites: one of the controller's own list,
   * `eventBus.jetstream.versions` in its ConfigMap. The manifests of Argo Events v1.9.10 and v1.9.11 have `2.10.29`.
   * Those of v1.9.6 to v1.9.9 have `2.9.16`, which lacks fixes of NATS. If the list lacks the version,
   * `kubectl describe eventbus` shows those that it has.
   *
   * @default '2.10.29'
   */
  readonly version?: string;
  /**
   * The volume of each of the three pods, for the bus of the prerequisites. With `false` events are kept in an emptyDir,
   * and those on the bus are lost with two of the three pods.
   *
   * @default - that of each field
   */
  readonly persistence?: Persistence | false;
  /**
   * Whether a drain of a node waits until the other two pods of the bus are ready, for the bus of the prerequisites. Without
   * it, two drains at once leave no bus. A cluster of one node cannot be drained with it: set `false` there.
   *
   * @default true
   */
  readonly disruptionBudget?: boolean;
}

/** The volume of each pod of the bus. */
export interface Persistence {
  /**
   * The StorageClass.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;
  /**
   * A quantity as Kubernetes writes it.
   *
   * @default '10Gi'
   */
  readonly size?: string;
}

/** As semver has it: no zero in front of a number, and a pre-release that is not empty. */
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[a-z0-9-]+(?:\.[a-z0-9-]+)*)?$/;
/** Without a unit, a size is in bytes: a bus with "10" would have no room for one event. */
const LEAST = 1024 ** 3;

const PERSISTENCE = group<Persistence, Persistence & { readonly size: string }>({
  storageClassName: optional(value(isSubdomain, 'the name of a StorageClass')),
  size: prop(
    '10Gi',
    value(
      (size) => isQuantity(size) && amountOf(size as string) >= LEAST,
      'a quantity of at least 1Gi as Kubernetes writes it, such as "10Gi"',
    ),
  ),
});

export const BUS = group<
  BusProps,
  Required<BusProps> & { readonly persistence: ReturnType<typeof PERSISTENCE.settle> | false }
>({
  name: prop('default', DNS_LABEL),
  // Which images `latest` names changes with the controller.
  version: prop('2.10.29', value(matches(VERSION), 'a version such as "2.10.29"')),
  persistence: orFalse(PERSISTENCE),
  disruptionBudget: prop(true, YES_OR_NO),
});
