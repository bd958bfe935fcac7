import type { IConstruct } from 'constructs';
import { WARNING } from '../../validation';
import { commonWithTask } from '../policies/common';
import type { RemediationSettings } from '../settings';

/** Says which rules of the policies are lost by a template that differs from the task's own. */
export function warnOfUnknown({ node }: IConstruct, settings: RemediationSettings): void {
  const { unknown, pullRequest, maximum, iteration } = commonWithTask(settings);
  const lost = [
    ...(pullRequest ? [] : ['its pull request']),
    ...(maximum ? [] : ['its maximum']),
    ...(iteration ? [] : ['that its spec has the iteration of the state']),
    ...unknown.map((path) =>
      path
        .map((key) => (/[^\w-]/.test(String(key)) ? `["${key}"]` : key))
        .join('.')
        .replaceAll('.[', '['),
    ),
  ];
  if (lost.length === 0) return;
  const what = 'props.codeRun differs from taskCodeRun: in a new CodeRun, the policies do not check';
  node.addMetadata(WARNING, `${what} ${lost.join(', ')}`);
}
