import { http } from '../../argo-events/triggers';
import { asList, asObject } from '../../lint/plain';
import type { PlainObject } from '../../lint/rule';
import { type Code, callCode, literal, objectCode, optionalLiteral } from '../code';
import { filledBy, type Variables, withSlots } from '../slots';
import { unfit } from '../unfit';
import type { ActionFields } from './canonical';
import { objects, refuseFields } from './k8s';
import { payloadCode } from './payload';

/** A trigger that sends a request, as `http`. */
export function httpCode({ template, policy }: ActionFields, variables: Variables): Code {
  const {
    url,
    method = 'POST',
    headers,
    dynamicHeaders,
    secureHeaders,
    payload,
    parameters,
    basicAuth,
    tls,
    timeout,
    host,
    ...others
  } = asObject(template['http']);
  refuseFields(others);
  const allow = asList(asObject(asObject(policy)['status'])['allow']);
  if (allow.length === 0) unfit('http(…) requires the status codes that count as success');
  if (!['GET', 'DELETE', 'PATCH', 'POST', 'PUT'].includes(String(method))) unfit(`its method is "${method}"`);
  const [filledUrl, ...more] = filledBy(objects(parameters), variables);
  if (more.length > 0 || (filledUrl && filledUrl.dest.join('.') !== 'url'))
    unfit('it has a parameter for "headers"');
  const body = asList(payload).length > 0 ? payloadCode(objects(payload), variables) : undefined;
  return callCode('http', http, [
    objectCode({
      method: literal(method),
      url: filledUrl?.slot ?? literal(url),
      headers: headersCode(headers, objects(dynamicHeaders), body !== undefined, variables),
      secureHeaders: secretsCode(secureHeaders),
      payload: body,
      allow: literal(allow),
      timeout: optionalLiteral(timeout),
      host: host === '' ? undefined : optionalLiteral(host),
      basicAuth: optionalLiteral(basicAuth),
      tls: optionalLiteral(tls),
    }),
  ]);
}

function headersCode(
  constant: unknown,
  dynamic: readonly PlainObject[],
  hasBody: boolean,
  variables: Variables,
): Code | undefined {
  const headers = Object.entries(asObject(constant)).filter(
    // `http` adds it to a payload.
    ([name, value]) => !(hasBody && name === 'Content-Type' && value === 'application/json'),
  );
  const filled = filledBy(dynamic, variables).map((one) => ({ ...one, dest: [one.dest.join('.')] }));
  if (headers.length + filled.length === 0) return undefined;
  return withSlots(Object.fromEntries(headers), filled);
}

/** Headers from Secrets, by their names. */
export function secretsCode(headers: unknown): Code | undefined {
  if (asList(headers).length === 0) return undefined;
  const entries = objects(headers).map(({ name, valueFrom }) => {
    const { secretKeyRef, ...others } = asObject(valueFrom);
    refuseFields(others);
    return [String(name), literal(secretKey(secretKeyRef))] as const;
  });
  return objectCode(Object.fromEntries(entries));
}

/** A key of a Secret, as the functions take it: with its name and key alone. */
export function secretKey(value: unknown): PlainObject {
  const { name, key, ...others } = asObject(value);
  refuseFields(others);
  if (typeof name !== 'string' || typeof key !== 'string') unfit('a key of a Secret has no name');
  return { name, key };
}
