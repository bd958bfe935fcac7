import type { Tightening } from '../tighten';
import { DURATION } from './patterns';

const VALIDATE = 'pkg/reconciler/eventbus/validate.go';
const INSTALLER = 'pkg/reconciler/eventbus/installer';
const DURATION_OF_NATS = { pattern: DURATION };

/** The event bus. */
export const EVENT_BUS: readonly Tightening[] = [
  {
    type: 'EventBus',
    reason: 'the API server takes no object without them',
    required: ['apiVersion', 'kind'],
  },
  {
    type: 'EventBusSpec',
    reason: `${VALIDATE}; ${INSTALLER}/installer.go, getInstaller: takes the first`,
    oneOf: ['jetstream', 'jetstreamExotic', 'kafka', 'nats'],
  },
  {
    type: 'JetStreamBus',
    reason: `${VALIDATE}: one replica, or three and more`,
    filled: ['version'],
    properties: { replicas: { minimum: 1, not: { const: 2 } } },
  },
  { type: 'JetStreamConfig', reason: VALIDATE, filled: ['url'] },
  {
    type: 'KafkaBus',
    reason: `${VALIDATE}; pkg/eventbus/kafka/base/kafka.go: any other partitioner is "random"`,
    filled: ['url'],
    values: { partitioner: ['', 'random', 'hash', 'roundrobin', 'manual'] },
  },
  { type: 'NATSBus', reason: VALIDATE, oneOf: ['exotic', 'native'] },
  {
    type: 'NATSConfig',
    reason: `${VALIDATE}; pkg/eventbus/driver.go, GetAuth`,
    filled: ['url'],
    required: ['clusterID'],
    values: { auth: ['none', 'token', 'basic'] },
  },
  {
    type: 'NativeStrategy',
    reason: `${INSTALLER}/nats.go: "unsupported auth strategy", time.ParseDuration`,
    values: { auth: ['none', 'token'] },
    properties: {
      maxAge: DURATION_OF_NATS,
      raftCommitTimeout: DURATION_OF_NATS,
      raftElectionTimeout: DURATION_OF_NATS,
      raftHeartbeatTimeout: DURATION_OF_NATS,
      raftLeaseTimeout: DURATION_OF_NATS,
    },
  },
  {
    type: 'PersistenceStrategy',
    reason: 'core/v1 PersistentVolumeAccessMode',
    values: { accessMode: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] },
  },
];
