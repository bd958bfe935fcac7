import type { IConstruct } from 'constructs';
import { finding, ValidationError } from '../validation';
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
  const { path } = owner.node;
  const findings = isObject(props as unknown)
    ? findIn(PROPS, path, 'props', props)
    : [finding(path, 'props are not allowed', props, 'an object')];
  if (findings.length > 0) throw new ValidationError(findings);
  const settings = settingsOf(props);
  const conflicts = findConflicts(path, settings);
  if (conflicts.length > 0) throw new ValidationError(conflicts);
  return settings;
}
