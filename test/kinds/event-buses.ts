import type { EventBusSpec } from '../../imports/argo-events';
import { jetStream, jetStreamExotic } from '../../src/argo-events/event-bus';

const SECRET = { name: 'mounted', key: 'key' };

/** A bus of each kind. */
export const BUSES: Readonly<Record<keyof EventBusSpec, EventBusSpec>> = {
  jetstream: jetStream({ version: 'latest', replicas: 3, persistence: { volumeSize: '10Gi' } }),
  jetstreamExotic: jetStreamExotic({ url: 'nats://nats.events:4222', accessSecret: SECRET }),
  kafka: { kafka: { url: 'kafka.events:9092', topic: 'events', consumerGroup: { groupName: 'shop' } } },
  nats: { nats: { native: { replicas: 3, auth: 'token' } } },
};
