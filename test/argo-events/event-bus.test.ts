import type { EventBusSpec } from '../../imports/argo-events';
import { EventBus, type EventBusProps, jetStream, jetStreamExotic } from '../../src/argo-events/event-bus';
import { render } from './rendered';

const bus = (props: Partial<EventBusProps>) =>
  render((folder) => {
    new EventBus(folder, 'bus', { namespace: 'events', spec: jetStream({ version: 'latest' }), ...props });
  });

test('without a name it is the one that event sources and sensors take by themselves', () => {
  expect(bus({})['events/default-eventbus']).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'EventBus',
    metadata: { name: 'default', namespace: 'events' },
    spec: { jetstream: { version: 'latest' } },
  });
});

test('a name and labels are its own', () => {
  expect(bus({ name: 'own', labels: { app: 'a' } })['events/own-eventbus']?.metadata).toEqual({
    name: 'own',
    namespace: 'events',
    labels: { app: 'a' },
  });
});

test('a JetStream of somebody else is another kind of bus', () => {
  const spec = jetStreamExotic({ url: 'nats://nats.nats:4222' });
  expect(bus({ spec })['events/default-eventbus']?.spec).toEqual({
    jetstreamExotic: { url: 'nats://nats.nats:4222' },
  });
});

test('an unknown field is a finding', () => {
  const spec = jetStream({ version: 'latest', replica: 3 } as EventBusSpec['jetstream'] & object);
  expect(() => bus({ spec })).toThrow(
    /^\[app\/bus\] spec\.jetstream: unknown field "replica"; did you mean "replicas"\?/,
  );
});
