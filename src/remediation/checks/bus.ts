import { type Finding, finding } from '../../validation';
import type { BusProps, Persistence } from '../props';
import { amountOf, isObject, isQuantity, isSubdomain, matches, unknownFields } from './values';

const PATH = 'props.bus';
const FIELDS: readonly string[] = ['version', 'persistence'] satisfies readonly (keyof BusProps)[];
const VOLUME: readonly string[] = ['storageClassName', 'size'] satisfies readonly (keyof Persistence)[];

/** As semver has it: no zero in front of a number, and a pre-release that is not empty. */
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[a-z0-9-]+(?:\.[a-z0-9-]+)*)?$/;
/** Without a unit, a size is in bytes: a bus with "10" would have no room for one event. */
const LEAST = 1024 ** 3;
const SIZE = 'a quantity of at least 1Gi as Kubernetes writes it, such as "10Gi"';

/** Everything that is wrong with the bus of the prerequisites, whatever the types let through, by the names of props. */
export function checkBus(bus: BusProps | undefined): Finding[] {
  if (bus === undefined) return [];
  if (!isObject(bus)) return [finding(PATH, 'is not allowed', bus, `an object of ${FIELDS.join(', ')}`)];
  const findings = unknownFields(PATH, bus, FIELDS);
  const { version, persistence } = bus;
  // Which images `latest` names changes with the controller.
  if (version !== undefined && !matches(VERSION)(version)) {
    findings.push(finding(`${PATH}.version`, 'is not allowed', version, 'a version such as "2.10.29"'));
  }
  return [...findings, ...checkPersistence(persistence)];
}

function checkPersistence(persistence: unknown): Finding[] {
  const path = `${PATH}.persistence`;
  if (persistence === undefined || persistence === false) return [];
  if (!isObject(persistence)) {
    const allowed = `an object of ${VOLUME.join(', ')}, or false`;
    return [finding(path, 'is not allowed', persistence, allowed)];
  }
  const findings = unknownFields(path, persistence, VOLUME);
  const { storageClassName, size } = persistence;
  if (storageClassName !== undefined && !isSubdomain(storageClassName)) {
    const allowed = 'the name of a StorageClass';
    findings.push(finding(`${path}.storageClassName`, 'is not allowed', storageClassName, allowed));
  }
  if (size !== undefined && !(isQuantity(size) && amountOf(size as string) >= LEAST)) {
    findings.push(finding(`${path}.size`, 'is not allowed', size, SIZE));
  }
  return findings;
}
