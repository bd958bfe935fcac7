import type { BasicAuth, HTTPTrigger, SecureHeader, TLSConfig } from '../../../imports/argo-events';
import { ValidationError } from '../../findings/validation-error';
import { ANY, checkProps, type PropTable } from '../props';
import { isSlot, parameterSource, type StringSlot } from '../references/slot';
import type { Action } from './action';
import { type Payload, payloadParameters } from './payload';

/** A key of a Secret in the namespace of the Sensor or EventSource. */
export interface SecretKey {
  /** The name of the Secret. */
  readonly name: string;
  /** The key in its `data`. */
  readonly key: string;
}

/** An HTTP request. */
export interface HttpRequest {
  /** The method. POST, PUT and PATCH need a payload. */
  readonly method: 'GET' | 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  /** The whole URL. The engine escapes nothing: put in only numbers, or data that a transform has validated. */
  readonly url: string | StringSlot;
  /**
   * Headers.
   *
   * @default `Content-Type: application/json` if there is a payload, otherwise none
   */
  readonly headers?: Readonly<Record<string, string | StringSlot>>;
  /**
   * Headers whose whole value, such as `Bearer …`, is in a Secret. The engine reads it at each request.
   *
   * @default none
   */
  readonly secureHeaders?: Readonly<Record<string, SecretKey>>;
  /**
   * The body, sent as JSON. After an `or`, when no dependency is sure to have an event, its constants have to be strings.
   *
   * @default none
   */
  readonly payload?: { readonly [key: string]: Payload };
  /** The status codes that count as success. Without this list the engine would take any status, even 500. */
  readonly allow: readonly [number, ...number[]];
  /**
   * The time limit of a request, in whole seconds (pkg/sensors/triggers/http/http.go).
   *
   * @default 60
   */
  readonly timeout?: number;
  /**
   * The Host header.
   *
   * @default the host of the URL
   */
  readonly host?: string;
  /**
   * The keys of Secrets with the user and the password for basic authentication.
   *
   * @default none
   */
  readonly basicAuth?: BasicAuth;
  /**
   * The CA certificate for the server, and a certificate and key of the client.
   *
   * @default the CA certificates of the image, and no client certificate
   */
  readonly tls?: TLSConfig;
}

/**
 * Sends an HTTP request. It does not count for the limit of five API calls a second.
 *
 * @example
 * ```ts
 * sensor.do('label', {
 *   conditions: request,
 *   action: http({
 *     method: 'POST',
 *     url: text`https://api.example.com/issues/${request.data.body.issue.number}/labels`,
 *     secureHeaders: { Authorization: { name: 'api-token', key: 'authorization' } },
 *     payload: { labels: ['triage'] },
 *     allow: [200, 201],
 *   }),
 * });
 * ```
 * ```yaml
 * headers:
 *   Content-Type: application/json
 * secureHeaders:
 *   - name: Authorization
 *     valueFrom:
 *       secretKeyRef:
 *         name: api-token
 *         key: authorization
 * ```
 */
export function http(request: HttpRequest): Action {
  return {
    bind: (context) => {
      const findings = checkProps({ path: [] }, request, REQUEST, 'an HTTP request');
      if (findings.length > 0) throw new ValidationError(findings);
      const url = isSlot(request.url) ? undefined : request.url;
      const parameters = isSlot(request.url) ? [{ src: parameterSource(request.url), dest: 'url' }] : [];
      const payload = request.payload ? payloadParameters(request.payload, context) : [];
      const headers = Object.entries({
        ...(request.payload && { 'Content-Type': 'application/json' }),
        ...request.headers,
      });
      const constant = headers.filter((header): header is [string, string] => typeof header[1] === 'string');
      const dynamic = headers.flatMap(([dest, value]) =>
        isSlot(value) ? [{ src: parameterSource(value), dest }] : [],
      );
      const trigger: HTTPTrigger = {
        // The engine requires a URL in the spec. A parameter replaces it.
        url: url ?? PLACEHOLDER_URL,
        method: request.method,
        ...(constant.length > 0 && { headers: Object.fromEntries(constant) }),
        ...(dynamic.length > 0 && { dynamicHeaders: dynamic }),
        ...(request.secureHeaders && { secureHeaders: secureHeaders(request.secureHeaders) }),
        ...(request.basicAuth && { basicAuth: request.basicAuth }),
        ...(request.tls && { tls: request.tls }),
        ...(parameters.length > 0 && { parameters }),
        ...(request.timeout !== undefined && { timeout: request.timeout }),
        // The controller writes empty values of these two fields back into the Sensor (HTTPTrigger in
        // pkg/apis/events/v1alpha1/sensor_types.go has no omitempty there). Without them here, every apply would find a
        // difference. A method with a body needs a payload: without one, the missing field is a finding.
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

const REQUEST: PropTable<HttpRequest> = {
  method: ANY,
  url: ANY,
  headers: ANY,
  secureHeaders: ANY,
  payload: ANY,
  allow: [
    (value) => Array.isArray(value) && value.length > 0,
    'the status codes that count as success, such as [200]',
  ],
  timeout: ANY,
  host: ANY,
  basicAuth: ANY,
  tls: ANY,
};

/** The methods for which the engine asks for a payload (Execute in pkg/sensors/triggers/http/http.go). */
const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** A URL with a name that never resolves (RFC 2606). If the parameter fails, the request reaches nobody. */
const PLACEHOLDER_URL = 'https://url-from-event.invalid/';

/** Headers whose values are in Secrets, in the engine's form. */
export function secureHeaders(headers: Readonly<Record<string, SecretKey>>): SecureHeader[] {
  return Object.entries(headers).map(([name, secret]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
  }));
}
