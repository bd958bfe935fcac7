import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, isSetByParameter, OBJECT_KINDS, triggers } from '../sensor';

/** An object of a trigger without a name. */
export const k8sObjectName: ObjectRule = {
  id: 'k8s-object-name',
  severity: 'error',
  summary: 'The object of a trigger has no name',
  why: 'The operations delete, patch and update get the object by its name; labels select nothing. create needs a name or a generateName (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go, and in pkg/sensors/triggers/argo-workflow/argo-workflow.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const kind of OBJECT_KINDS) {
        const found = actionPart(trigger, kind);
        const resource = valueAt(found?.value, 'source', 'resource');
        // The object comes from elsewhere, such as a URL or git, so it is not known.
        if (!found || resource === undefined) continue;
        const operation = asString(found.value['operation']) || (kind === 'k8s' ? 'create' : 'submit');
        const isNew = ['create', 'submit'].includes(operation);
        const names = isNew ? ['name', 'generateName'] : ['name'];
        const has = (field: string) =>
          asString(valueAt(resource, 'metadata', field)) ||
          isSetByParameter(trigger, `${kind}.source.resource.metadata.${field}`);
        if (names.some(has)) continue;
        const place = [...found.path, 'source', 'resource', 'metadata', 'name'];
        report(place, `the object to ${operation} has no name`, {
          help: isNew
            ? 'set name or generateName, or a parameter for it'
            : has('generateName')
              ? 'set it, or a parameter for it: only a new object can have a generateName'
              : 'set it, or a parameter for it',
        });
      }
    }
  },
};
