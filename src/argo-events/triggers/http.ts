import type { HTTPTrigger, SecureHeader, TriggerParameter } from '../../../imports/argo-events';
import { dependenciesOf } from '../references/parameters';
import { sjsonPath } from '../references/path';
import { isSlot, parameterSource, type Raw, type StringSlot } from '../references/slot';
import type { Action } from './action';

/** A key of a Secret in the namespace of the sensor. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** The JSON body of a request. Constants in it are strings: the engine cannot send any other constant. */
export type Payload =
  | StringSlot
  | Raw<unknown>
  | string
  | readonly Payload[]
  | { readonly [key: string]: Payload };

/** A request over HTTP. */
export interface HttpRequest {
  readonly method: 'GET' | 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  /** A whole URL. What of it comes from an event has to be validated there: the engine escapes nothing. */
  readonly url: string | StringSlot;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose whole value is in a Secret, such as `Bearer …`; read anew at each request. */
  readonly secureHeaders?: Readonly<Record<string, SecretKey>>;
  /** Sent as JSON; no body when left out. */
  readonly payload?: { readonly [key: string]: Payload };
  /** The statuses that count as done. The engine without this list takes any status, even 500, as success. */
  readonly allow: readonly [number, ...number[]];
  /** In whole seconds; 60 when left out (pkg/sensors/triggers/http/http.go). */
  readonly timeout?: number;
}

/** Sends a request. Outside the sensor's limit of API calls. */
export function http(request: HttpRequest): Action {
  return {
    bind: (context) => {
      const url = isSlot(request.url) ? undefined : request.url;
      const parameters = isSlot(request.url) ? [{ src: parameterSource(request.url), dest: 'url' }] : [];
      const payload = request.payload ? payloadParameters(request.payload, context.dependency) : [];
      const trigger: HTTPTrigger = {
        // The engine requires a URL to begin with; the parameter puts the real one in its place.
        url: url ?? PLACEHOLDER_URL,
        method: request.method,
        ...(request.headers && { headers: { ...request.headers } }),
        ...(request.secureHeaders && { secureHeaders: secureHeaders(request.secureHeaders) }),
        ...(parameters.length > 0 && { parameters }),
        ...(payload.length > 0 && { payload }),
        ...(request.timeout !== undefined && { timeout: request.timeout }),
      };
      return {
        template: { http: trigger },
        policy: { status: { allow: [...request.allow] } },
        uses: dependenciesOf([...parameters, ...payload]),
        permissions: [],
      };
    },
  };
}

/** A name that never resolves (RFC 2606): a parameter that failed to apply reaches nobody. */
const PLACEHOLDER_URL = 'https://url-from-event.invalid/';

function secureHeaders(headers: Readonly<Record<string, SecretKey>>): SecureHeader[] {
  return Object.entries(headers).map(([name, secret]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
  }));
}

// The engine builds the body from parameters alone (ConstructPayload in pkg/sensors/triggers/params.go), so a
// constant is a parameter too: one without key, which gives its `value`.
function payloadParameters(payload: Payload, dependencyName: string): TriggerParameter[] {
  const parameters: TriggerParameter[] = [];
  const walk = (value: Payload, path: readonly (string | number)[]): void => {
    if (isSlot(value)) {
      parameters.push({ src: parameterSource(value), dest: sjsonPath(path) });
    } else if (typeof value === 'string') {
      parameters.push({ src: { dependencyName, value }, dest: sjsonPath(path) });
    } else if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
      const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, member] of members) walk(member, [...path, key]);
    } else {
      throw new Error(
        `The payload of a request has ${JSON.stringify(value)}: the engine can send strings and event data only`,
      );
    }
  };
  walk(payload, []);
  return parameters;
}
