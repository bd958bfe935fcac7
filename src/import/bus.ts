import { jetStream, jetStreamExotic } from '../argo-events/event-bus';
import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, callCode, literal, objectCode } from './code';
import { metadataProps } from './metadata';

/** The props of an EventBus. */
export function busProps(object: PlainObject): Code {
  const { name, namespace, labels } = metadataProps(object);
  const spec = asObject(object['spec']);
  return objectCode({
    name: name?.value === 'default' ? undefined : name,
    namespace,
    labels,
    spec: specCode(spec),
  });
}

function specCode(spec: PlainObject): Code {
  const [[kind, bus] = ['', undefined], ...others] = Object.entries(spec);
  if (others.length === 0 && kind === 'jetstream') return callCode('jetStream', jetStream, [literal(bus)]);
  if (others.length === 0 && kind === 'jetstreamExotic') {
    return callCode('jetStreamExotic', jetStreamExotic, [literal(bus)]);
  }
  return literal(spec);
}
