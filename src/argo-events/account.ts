import type { Template } from '../../imports/argo-events';
import type { Account } from './permissions';

/** The pod template of a Sensor or an EventSource, with the account that `grant` names. */
export function withServiceAccount(
  template: Template | undefined,
  account: Account | undefined,
): Template | undefined {
  if (account === undefined || template?.serviceAccountName !== undefined) return template;
  return { ...template, serviceAccountName: account.name };
}

/** What is wrong with the account that `grant` names: the pods of an object run as one account, of its own namespace. */
export function accountProblems(
  object: { readonly name: string; readonly namespace: string },
  template: Template | undefined,
  account: Account | undefined,
): string[] {
  if (account === undefined) return [];
  const { serviceAccountName = account.name } = template ?? {};
  const [runsAs, granted] = [
    `${object.namespace}/${serviceAccountName}`,
    `${account.namespace}/${account.name}`,
  ];
  if (runsAs === granted) return [];
  return [
    `The pods of "${object.name}" run as the account "${runsAs}", and grant() allows "${granted}": ` +
      'name one account, in grant() or in template.serviceAccountName',
  ];
}
