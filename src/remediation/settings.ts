import { type Names, namesOf } from './names';
import { PROPS, type RemediationProps } from './props';
import { settleAll } from './props/row';

/** The settings of a loop: each prop as given, or its default, and the names that follow from the props. */
export type RemediationSettings = {
  readonly [Name in keyof typeof PROPS]: ReturnType<(typeof PROPS)[Name]['settle']>;
} & { readonly names: Names };

/** The settings of a loop that has policies. */
export type SettingsWithPolicies = RemediationSettings & {
  readonly policies: Exclude<RemediationSettings['policies'], false>;
};

/** The settings that valid props make. */
export function settingsOf(props: RemediationProps): RemediationSettings {
  const settings = settleAll(PROPS, props) as Omit<RemediationSettings, 'names'>;
  return { ...settings, names: namesOf(settings.name) };
}

/** Whether the loop has policies. */
export function hasPolicies(settings: RemediationSettings): settings is SettingsWithPolicies {
  return settings.policies !== false;
}
