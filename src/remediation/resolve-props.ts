import type { IConstruct } from 'constructs';
import { wrongProp } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { findConflicts } from './checks/conflicts';
import { isObject } from './checks/values';
import { PROPS, type RemediationProps } from './props';
import { findIn } from './props/row';
import { type RemediationSettings, settingsOf } from './settings';

/**
 * The settings that the props make.
 *
 * @param owner whose props they are
 * @throws ValidationError with everything that is wrong with the props, also what the types refuse: a user may write
 * JavaScript, or cast
 */
export function resolveProps(owner: IConstruct, props: RemediationProps): RemediationSettings {
  const place = { construct: owner.node.path, path: ['props'] };
  const findings = isObject(props as unknown)
    ? findIn(PROPS, place, props)
    : [wrongProp(place, props, 'an object')];
  if (findings.length > 0) throw new ValidationError(findings);
  const settings = settingsOf(props);
  const conflicts = findConflicts(place, settings);
  if (conflicts.length > 0) throw new ValidationError(conflicts);
  return settings;
}
