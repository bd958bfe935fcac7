import type { IConstruct } from 'constructs';
import { WARNING } from '../../validation';
import { commonWithTask } from '../policies/common';
import type { RemediationSettings } from '../settings';

/** Says which rules of the policies are lost by a template that differs from the task's own. */
export function warnOfUnknown({ node }: IConstruct, settings: RemediationSettings): void {
  const { unknown, pullRequest, maximum } = commonWithTask(settings);
  const lost = [
    ...(pullRequest ? [] : ['its pull request']),
    ...(maximum ? [] : ['its maximum']),
    ...unknown.map((path) =>
      path
        .map((key) => (/[^\w-]/.test(key) ? `["${key}"]` : key))
        .join('.')
        .replaceAll('.[', '['),
    ),
  ];
  if (lost.length === 0) return;
  const what = 'props.codeRun differs from taskCodeRun: in a new CodeRun, the policies do not check';
  node.addMetadata(WARNING, `${what} ${lost.join(', ')}`);
}
