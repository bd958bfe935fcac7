import { at, string } from '../plain';
import type { ObjectRule } from '../rule';
import { action, isSet, OBJECT_KINDS, triggers } from '../sensor';

/** An object of a trigger without a name. */
export const k8sObjectName: ObjectRule = {
  id: 'k8s-object-name',
  severity: 'error',
  summary: 'The object of a trigger has no name',
  why: 'The operations delete, patch and update get the object by its exact name, labels select nothing; create needs a name or a generateName (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go, and in pkg/sensors/triggers/argo-workflow/argo-workflow.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const kind of OBJECT_KINDS) {
        const found = action(trigger, kind);
        const resource = at(found?.value, 'source', 'resource');
        // An object from elsewhere is not to be seen here.
        if (!found || resource === undefined) continue;
        const operation = string(found.value['operation']) || (kind === 'k8s' ? 'create' : 'submit');
        const isNew = ['create', 'submit'].includes(operation);
        const names = isNew ? ['name', 'generateName'] : ['name'];
        const has = (field: string) =>
          string(at(resource, 'metadata', field)) ||
          isSet(trigger, `${kind}.source.resource.metadata.${field}`);
        if (names.some(has)) continue;
        const place = [...found.path, 'source', 'resource', 'metadata', 'name'];
        const allowed = isNew ? 'a name, a generateName, or a parameter' : 'a name, or a parameter';
        report(place, `Name is missing to ${operation}`, at(resource, 'metadata', 'name'), allowed);
      }
    }
  },
};
