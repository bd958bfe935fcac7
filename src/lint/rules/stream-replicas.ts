import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A bus of one server whose stream needs more. */
export const streamReplicas: ObjectRule = {
  id: 'stream-replicas',
  severity: 'warning',
  summary: 'A JetStream bus of one server has a stream with more replicas',
  why: 'A stream has three replicas by the configuration of the controller, unless streamConfig sets another number (Install in pkg/reconciler/eventbus/installer/jetstream.go). One server refuses that, so neither event sources nor sensors start (CreateStream in pkg/eventbus/jetstream/base/jetstream.go).',
  kinds: ['EventBus'],
  check: (bus, report) => {
    if (valueAt(bus, 'spec', 'jetstream', 'replicas') !== 1) return;
    const config = valueAt(bus, 'spec', 'jetstream', 'streamConfig');
    const replicas = replicasIn(asString(config) ?? '') ?? DEFAULT_STREAM_REPLICAS;
    if (!(Number(replicas) > 1)) return;
    report(
      ['spec', 'jetstream', 'streamConfig'],
      `the stream has ${replicas} replicas, but the bus has one server`,
      { value: config, help: 'write replicas: 1' },
    );
  },
};

/**
 * The replicas of a stream in the configuration of the controller
 * (manifests/base/controller-manager/controller-config.yaml).
 */
const DEFAULT_STREAM_REPLICAS = 3;

/** The replicas in a stream configuration; undefined if it has none. The case of keys does not matter. */
function replicasIn(config: string): unknown {
  if (config.trim() === '') return undefined;
  // Loaded here, because few buses have such a text, and the package is large.
  const { isMap, isScalar, parseDocument } = require('yaml') as typeof import('yaml');
  const { contents } = parseDocument(config);
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => String(key).toLowerCase() === 'replicas')
    : undefined;
  return isScalar(pair?.value) ? pair.value.value : undefined;
}
