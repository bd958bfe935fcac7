import { isMap, isScalar, parseDocument } from 'yaml';
import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A bus without a stream. */
export const streamReplicas: ObjectRule = {
  id: 'stream-replicas',
  severity: 'warning',
  summary: 'A JetStream bus of one server has a stream of more replicas',
  why: "A stream has three replicas by the controller's configuration, unless streamConfig says otherwise (Install in pkg/reconciler/eventbus/installer/jetstream.go). One server refuses that, so neither event sources nor sensors start (CreateStream in pkg/eventbus/jetstream/base/jetstream.go).",
  kinds: ['EventBus'],
  check: (bus, report) => {
    if (valueAt(bus, 'spec', 'jetstream', 'replicas') !== 1) return;
    const config = valueAt(bus, 'spec', 'jetstream', 'streamConfig');
    const replicas = replicasIn(asString(config) ?? '') ?? DEFAULT_STREAM_REPLICAS;
    if (!(Number(replicas) > 1)) return;
    const what = `Stream has ${replicas} replicas on one server`;
    report(['spec', 'jetstream', 'streamConfig'], what, config ?? '', 'replicas: 1');
  },
};

/** What the manifests of the controller have (manifests/base/controller-manager/controller-config.yaml). */
const DEFAULT_STREAM_REPLICAS = 3;

/** What a configuration says of replicas, if anything; the case of its keys does not matter. */
function replicasIn(config: string): unknown {
  const { contents } = parseDocument(config);
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => String(key).toLowerCase() === 'replicas')
    : undefined;
  return isScalar(pair?.value) ? pair.value.value : undefined;
}
