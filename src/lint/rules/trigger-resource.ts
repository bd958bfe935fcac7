import { joinAnd } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { actionPart, OBJECT_KINDS, triggers } from '../sensor';

/** The fields of a trigger that named its resource in old versions. */
export const OLD_RESOURCE_FIELDS: readonly string[] = ['group', 'version', 'resource'];

/** A trigger in the form of an old version. */
export const triggerResource: ObjectRule = {
  id: 'trigger-resource',
  severity: 'warning',
  summary:
    'A k8s or argoWorkflow trigger names its resource with group, version and resource, as old versions asked for',
  why: 'The fields do not exist any more, and have no effect: the engine takes the resource from apiVersion and kind of the object (GetGroupVersionResource in pkg/sensors/triggers/triggers.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const kind of OBJECT_KINDS) {
        const action = actionPart(trigger, kind);
        const found = OLD_RESOURCE_FIELDS.filter((field) => action && Object.hasOwn(action.value, field));
        const [first] = found;
        if (action === undefined || first === undefined) continue;
        const names = found.length === 1 ? `${joinAnd(found)} has` : `${joinAnd(found)} have`;
        report(
          [...action.path, first],
          `${names} no effect: apiVersion and kind of the object say what it is`,
          {
            help: found.length === 1 ? 'remove it' : 'remove them',
          },
        );
      }
    }
  },
};
