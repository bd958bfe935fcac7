import type { IConstruct } from 'constructs';
import { finding } from '../../findings/refuse';
import { addWarning } from '../../warnings';
import { checkedFields, type Path } from '../policies/checked-fields';
import type { RemediationSettings } from '../settings';

/** Warns of what the policies do not check in a template that differs from that of taskCodeRun. */
export function warnOfUncheckedFields(loop: IConstruct, settings: RemediationSettings): void {
  const { unchecked, openToAdditions, pullRequest, maximum, iteration } = checkedFields(settings);
  const lost = [
    ...(pullRequest ? [] : ['its pull request']),
    ...(maximum ? [] : ['its maximum']),
    ...(iteration ? [] : ['that its spec has the iteration of the state']),
    ...unchecked.map(asText),
    ...openToAdditions.map((path) => `what is added inside ${asText(path)}`),
  ];
  if (lost.length === 0) return;
  const message = `differs from taskCodeRun: in a new CodeRun, the policies do not check ${lost.join(', ')}`;
  addWarning(loop, finding('unchecked-template', message, { path: ['props', 'codeRun'] }));
}

function asText(path: Path): string {
  return path
    .map((key) => (/[^\w-]/.test(String(key)) ? `["${key}"]` : key))
    .join('.')
    .replaceAll('.[', '[');
}
