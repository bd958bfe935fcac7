import type { IConstruct } from 'constructs';
import { ValidationError } from '../validation';
import { findConflicts } from './checks/conflicts';
import { checkProps } from './checks/props';
import type { RemediationProps } from './props';
import { type RemediationSettings, settingsOf } from './settings';

/**
 * The settings that the props make.
 *
 * @param owner whose props they are
 * @throws ValidationError with everything that is wrong with the props
 */
export function resolveProps(owner: IConstruct, props: RemediationProps): RemediationSettings {
  const { path } = owner.node;
  const findings = checkProps(path, props);
  if (findings.length > 0) throw new ValidationError(findings);
  const settings = settingsOf(props);
  const conflicts = findConflicts(path, settings);
  if (conflicts.length > 0) throw new ValidationError(conflicts);
  return settings;
}
