import { type Finding, finding } from '../../validation';
import type { BusProps, Persistence } from '../props';
import { isObject, isQuantity, isSubdomain, matches, QUANTITY, unknownFields } from './values';

const PATH = 'props.bus';
const FIELDS: readonly string[] = ['version', 'persistence'] satisfies readonly (keyof BusProps)[];
const VOLUME: readonly string[] = ['storageClassName', 'size'] satisfies readonly (keyof Persistence)[];

/** Everything that is wrong with the bus of the prerequisites, whatever the types let through, by the names of props. */
export function checkBus(bus: BusProps | undefined): Finding[] {
  if (bus === undefined) return [];
  if (!isObject(bus)) return [finding(PATH, 'is not allowed', bus, 'an object')];
  const findings = unknownFields(PATH, bus, FIELDS);
  const { version, persistence } = bus;
  // Which images `latest` names changes with the controller.
  if (version !== undefined && !matches(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/)(version)) {
    findings.push(finding(`${PATH}.version`, 'is not allowed', version, 'a version such as "2.10.29"'));
  }
  return [...findings, ...checkPersistence(persistence)];
}

function checkPersistence(persistence: unknown): Finding[] {
  const path = `${PATH}.persistence`;
  if (persistence === undefined || persistence === false) return [];
  if (!isObject(persistence)) return [finding(path, 'is not allowed', persistence, 'an object, or false')];
  const findings = unknownFields(path, persistence, VOLUME);
  const { storageClassName, size } = persistence;
  if (storageClassName !== undefined && !isSubdomain(storageClassName)) {
    const allowed = 'the name of a StorageClass';
    findings.push(finding(`${path}.storageClassName`, 'is not allowed', storageClassName, allowed));
  }
  if (size !== undefined && !isQuantity(size)) {
    findings.push(finding(`${path}.size`, 'is not allowed', size, QUANTITY));
  }
  return findings;
}
