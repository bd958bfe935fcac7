import { cel } from './cel';
import type { MatchedResources } from './policy';

/** Every write of every kind. */
export const EVERY_WRITE: MatchedResources = {
  apiGroups: ['*'],
  apiVersions: ['*'],
  resources: ['*/*'],
  operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
};

/** What is written: `pods`, `pods/eviction`, `jobs.batch`. */
export const RESOURCE_NAME = cel`
  request.resource.resource +
    (request.?subResource.orValue('') == '' ? '' : '/' + request.subResource) +
    (request.resource.group == '' ? '' : '.' + request.resource.group)`;
