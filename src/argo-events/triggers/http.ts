import type { BasicAuth, HTTPTrigger, SecureHeader, TLSConfig } from '../../../imports/argo-events';
import { isSlot, parameterSource, type StringSlot } from '../references/slot';
import type { Action } from './action';
import { type Payload, payloadParameters } from './payload';

/** A key of a Secret in the namespace of the sensor. */
export interface SecretKey {
  /** The name of the Secret. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** A request over HTTP. */
export interface HttpRequest {
  /** For POST, PUT and PATCH the engine asks for a payload. */
  readonly method: 'GET' | 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  /** A whole URL. What of it comes from an event has to be validated there: the engine escapes nothing. */
  readonly url: string | StringSlot;
  /**
   * Headers. When left out, a payload is `Content-Type: application/json`, and there is nothing else: the engine says
   * nothing itself.
   */
  readonly headers?: Readonly<Record<string, string | StringSlot>>;
  /** Headers whose whole value is in a Secret, such as `Bearer …`; read anew at each request. None when left out. */
  readonly secureHeaders?: Readonly<Record<string, SecretKey>>;
  /** Sent as JSON; no body when left out. */
  readonly payload?: { readonly [key: string]: Payload };
  /** The statuses that count as done. The engine without this list takes any status, even 500, as success. */
  readonly allow: readonly [number, ...number[]];
  /** In whole seconds; 60 when left out (pkg/sensors/triggers/http/http.go). */
  readonly timeout?: number;
  /** The Host header; that of the URL when left out. */
  readonly host?: string;
  /** User and password in Secrets, sent with each request; none when left out. */
  readonly basicAuth?: BasicAuth;
  /** The certificates of server and client; those of the system, and none, when left out. */
  readonly tls?: TLSConfig;
}

/** Sends a request. Outside the sensor's limit of API calls. */
export function http(request: HttpRequest): Action {
  return {
    bind: (context) => {
      const url = isSlot(request.url) ? undefined : request.url;
      const parameters = isSlot(request.url) ? [{ src: parameterSource(request.url), dest: 'url' }] : [];
      const payload = request.payload ? payloadParameters(request.payload, context.dependency) : [];
      const headers = Object.entries({
        ...(request.payload && { 'Content-Type': 'application/json' }),
        ...request.headers,
      });
      const constant = headers.filter((header): header is [string, string] => typeof header[1] === 'string');
      const dynamic = headers.flatMap(([dest, value]) =>
        isSlot(value) ? [{ src: parameterSource(value), dest }] : [],
      );
      const trigger: HTTPTrigger = {
        // The engine requires a URL to begin with; the parameter puts the real one in its place.
        url: url ?? PLACEHOLDER_URL,
        method: request.method,
        ...(constant.length > 0 && { headers: Object.fromEntries(constant) }),
        ...(dynamic.length > 0 && { dynamicHeaders: dynamic }),
        ...(request.secureHeaders && { secureHeaders: secureHeaders(request.secureHeaders) }),
        ...(request.basicAuth && { basicAuth: request.basicAuth }),
        ...(request.tls && { tls: request.tls }),
        ...(parameters.length > 0 && { parameters }),
        ...(request.timeout !== undefined && { timeout: request.timeout }),
        // The controller writes both back, empty, when it rewrites the Sensor (HTTPTrigger in
        // pkg/apis/events/v1alpha1/sensor_types.go has no omitempty there): inside the list of triggers that is a
        // difference for every apply. A request with a body needs its payload, and is refused without.
        host: request.host ?? '',
        ...((payload.length > 0 || !METHODS_WITH_BODY.includes(request.method)) && { payload }),
      };
      return {
        template: { http: trigger },
        policy: { status: { allow: [...request.allow] } },
        permissions: [],
      };
    },
  };
}

/** The methods for which the engine asks for a payload (Execute in pkg/sensors/triggers/http/http.go). */
const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** A name that never resolves (RFC 2606): a parameter that failed to apply reaches nobody. */
const PLACEHOLDER_URL = 'https://url-from-event.invalid/';

function secureHeaders(headers: Readonly<Record<string, SecretKey>>): SecureHeader[] {
  return Object.entries(headers).map(([name, secret]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
  }));
}
