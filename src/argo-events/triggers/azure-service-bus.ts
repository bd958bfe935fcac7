import type { TLSConfig } from '../../../imports/argo-events';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A message for a queue or a topic. All but the payload makes the connection, which the engine keeps, so it is constant. */
export type ServiceBusMessage = (
  | { readonly queueName: string; readonly topicName?: never }
  | { readonly topicName: string; readonly queueName?: never }
) &
  ServiceBusConnection;

interface ServiceBusConnection {
  /** The Secret with the connection string. */
  readonly connectionString: SecretKey;
  /** The message, sent as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * The CA certificate for the server, and the certificate and key of the client.
   *
   * @default the CA certificates of the image, and no client certificate
   */
  readonly tls?: TLSConfig;
}

/**
 * Sends a message to a queue or a topic of Azure Service Bus. It fails if the bus does not take it
 * (pkg/sensors/triggers/azure-service-bus/azure_service_bus.go, which does not use `subscriptionName`).
 *
 * @example
 * ```ts
 * sensor.do('publish', {
 *   conditions: request,
 *   action: azureServiceBus({
 *     connectionString: { name: 'service-bus', key: 'connection' },
 *     queueName: 'comments',
 *     payload: { by: request.data.body.comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * azureServiceBus:
 *   connectionString:
 *     name: service-bus
 *     key: connection
 *   queueName: comments
 * ```
 */
export function azureServiceBus(message: ServiceBusMessage): Action {
  return connectedTrigger('azureServiceBus', message);
}
