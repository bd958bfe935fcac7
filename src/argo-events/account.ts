import type { Template } from '../../imports/argo-events';
import type { Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import type { Account, Permission } from './permissions';
import { checkProps, NAME, type PropTable } from './props';

/** The pod template of a Sensor or an EventSource, with the account that `grant` names. */
export function withServiceAccount(
  template: Template | undefined,
  account: Account | undefined,
): Template | undefined {
  if (account === undefined || template?.serviceAccountName !== undefined) return template;
  return { ...template, serviceAccountName: account.name };
}

const ACCOUNT: PropTable<Account> = {
  name: NAME,
  namespace: [NAME[0], 'the namespace of the sensor or event source'],
};

/** What is wrong with the account that `grant` names: the pods of an object run as one account, of its own namespace. */
export function accountProblems(
  template: Template | undefined,
  account: Account | undefined,
  namespace: string,
): Finding[] {
  if (account === undefined) return [];
  const wrong = checkProps({ path: ['grant'] }, account, ACCOUNT, 'an object with name and namespace');
  if (wrong.length > 0) return wrong;
  const { serviceAccountName = account.name } = template ?? {};
  const [runsAs, granted] = [`${namespace}/${serviceAccountName}`, `${account.namespace}/${account.name}`];
  if (runsAs === granted) return [];
  return [
    finding('account', `the pods run as ${runsAs}, but grant(…) gives the rights to ${granted}`, {
      path: ['template', 'serviceAccountName'],
      help: 'name the account once, in grant(…) or in template.serviceAccountName',
    }),
  ];
}

/** A warning if the pods need rights and nobody has said as which account they run: `default` hardly has these rights. */
export function missingGrant(
  template: Template | undefined,
  account: Account | undefined,
  permissions: readonly Permission[],
): Finding[] {
  const [needed] = permissions;
  if (account !== undefined || template?.serviceAccountName !== undefined || needed === undefined) return [];
  return [
    finding(
      'missing-grant',
      `the pods run as the account "default", but have to be allowed to ${needed.verb} ${needed.resource}`,
      {
        path: ['template', 'serviceAccountName'],
        help: 'call grant(…), or name an account that has the rights',
      },
    ),
  ];
}
