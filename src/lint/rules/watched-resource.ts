import type { FieldPath } from '../../findings/finding';
import { quote } from '../../findings/words';
import { onlyGroupOf, pluralOf } from '../builtin-resources';
import { asString } from '../plain';
import { resourceEvents } from '../resource-filters';
import type { ObjectRule, Report } from '../rule';

/** A resource that the API server does not have. */
export const watchedResource: ObjectRule = {
  id: 'watched-resource',
  severity: 'error',
  summary: 'A watched resource has a group, a version or a name that makes no path of the API server',
  why: 'The engine puts group, version and resource into the path of its requests as they are (StartListening in pkg/eventsources/sources/resource/start.go). The API server answers 404, the engine asks again for ever, and no event comes.',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, value } of resourceEvents(source)) {
      const [group = '', version = '', resource = ''] = FIELDS.map((field) => asString(value[field]));
      checkVersion(path, version, report);
      checkResource(path, resource, report);
      // A version such as apps/v1 has the group.
      if (!version.includes('/')) checkGroup(path, group, pluralOf(resource) ?? resource, report);
    }
  },
};

const FIELDS = ['group', 'version', 'resource'] as const;

function checkVersion(path: FieldPath, version: string, report: Report): void {
  const [group = '', alone] = version.split('/');
  if (alone === undefined) return;
  report([...path, 'version'], `${quote(version)} is no version`, {
    value: version,
    help: `write group: ${quote(group)} and version: ${quote(alone)}`,
  });
}

function checkResource(path: FieldPath, resource: string, report: Report): void {
  const meant = pluralOf(resource);
  if (resource === meant || (meant === undefined && !/[A-Z]/.test(resource))) return;
  report([...path, 'resource'], `the API server has no resource ${quote(resource)}`, {
    value: resource,
    help: meant === undefined ? 'expected the plural in lower case, such as "pods"' : `write ${quote(meant)}`,
  });
}

function checkGroup(path: FieldPath, group: string, resource: string, report: Report): void {
  const place = [...path, 'group'];
  const [name = '', version] = group.split('/');
  const right = onlyGroupOf(resource);
  if (version !== undefined)
    report(place, `${quote(group)} is no group`, {
      value: group,
      help: `write group: ${quote(name)} and version: ${quote(version)}`,
    });
  else if (right === undefined ? ['core', 'v1'].includes(group) : group !== right)
    report(place, `the resource ${quote(resource)} is not in the group ${quote(group)}`, {
      value: group,
      help:
        right === undefined || right === '' ? 'write "", which is the core group' : `write ${quote(right)}`,
    });
}
