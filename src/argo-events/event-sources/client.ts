import type { Backoff } from '../../../imports/argo-events';
import type { SecretKey } from '../triggers/http';

interface TlsFields {
  /** The client accepts any certificate of the server. */
  readonly insecureSkipVerify: true;
  /** TLS with the CA certificates of the image. */
  readonly enabled: true;
  /** The CA certificate for the server, in PEM. */
  readonly caCertSecret: SecretKey;
  /** The certificate of the client, in PEM. */
  readonly clientCertSecret: SecretKey;
  /** The key of that certificate. */
  readonly clientKeySecret: SecretKey;
}

type Tls<Field extends keyof TlsFields> = Pick<TlsFields, Field> & {
  readonly [Other in Exclude<keyof TlsFields, Field>]?: never;
};

/**
 * TLS of a client: the fields that are of use together. A certificate of the client needs its key, and
 * `insecureSkipVerify` makes the engine ignore all others (GetTLSConfig in pkg/shared/util/util.go).
 */
export type ClientTls =
  | Tls<'insecureSkipVerify'>
  | Tls<'enabled'>
  | Tls<'caCertSecret'>
  | Tls<'clientCertSecret' | 'clientKeySecret'>
  | Tls<'caCertSecret' | 'clientCertSecret' | 'clientKeySecret'>;

/** A user and a password, each in a Secret. */
export interface ClientAuth {
  /** The user. */
  readonly username: SecretKey;
  /** The password. */
  readonly password: SecretKey;
}

/** An event source that connects to a server with TLS, if it is told to. */
export interface TlsOption {
  /**
   * TLS of the connection.
   *
   * @default a connection without TLS, unless the URL asks for it
   */
  readonly tls?: ClientTls;
}

/** An event source that tries again when it cannot connect. */
export interface ConnectionBackoffOption {
  /**
   * The tries to connect when the event source starts, and the pauses between them. The engine does them ten times in all.
   * Then the event gets nothing until the pod starts again. The pod ends by itself only when all events of the event source
   * have failed (pkg/eventsources/eventing.go).
   *
   * @default 5 tries, with pauses of 1 to 2 seconds (DefaultBackoff in pkg/shared/util/retry.go)
   */
  readonly connectionBackoff?: Backoff;
}
