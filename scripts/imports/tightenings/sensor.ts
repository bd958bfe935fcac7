import { ref } from '../schema';
import type { Tightening } from '../tighten';
import { CRON, TIME_OF_DAY } from './patterns';

const VALIDATE = 'pkg/reconciler/sensor/validate.go';
const LOGICAL_OPERATORS = ['', 'and', 'or'];

/** The sensor and its dependencies, with their filters. An empty string is what the engine makes of nothing. */
export const SENSOR: readonly Tightening[] = [
  {
    type: 'Sensor',
    reason: 'the API server takes no object without them',
    required: ['apiVersion', 'kind'],
  },
  {
    type: 'SensorSpec',
    reason: `${VALIDATE}, validateDependencies and validateTriggers`,
    filled: ['dependencies', 'triggers'],
  },
  {
    type: 'EventDependency',
    reason: `${VALIDATE}, validateDependencies`,
    filled: ['name', 'eventSourceName', 'eventName'],
    values: { filtersLogicalOperator: LOGICAL_OPERATORS },
  },
  {
    type: 'EventDependencyTransformer',
    reason:
      'pkg/sensors/dependencies/transform.go: beside jq, script is not looked at; with neither, nothing happens',
    oneOf: ['jq', 'script'],
  },
  {
    type: 'EventContextFilter',
    copyOf: 'EventContext',
    reason: `${VALIDATE}, validateEventCtxFilter, and pkg/sensors/dependencies/filter.go: it compares only these`,
    only: ['type', 'subject', 'source', 'datacontenttype'],
    optional: ['type', 'subject', 'source', 'datacontenttype'],
    anyOf: ['type', 'subject', 'source', 'datacontenttype'],
    schema: { description: 'EventContextFilter holds what the context of an event has to be equal to.' },
  },
  {
    type: 'EventDependencyFilter',
    reason: `${VALIDATE}, validateEventFilter`,
    values: { dataLogicalOperator: LOGICAL_OPERATORS, exprLogicalOperator: LOGICAL_OPERATORS },
    properties: { context: ref('EventContextFilter') },
  },
  { type: 'ExprFilter', reason: `${VALIDATE}, validateEventExprFilter`, filled: ['expr', 'fields'] },
  { type: 'PayloadField', reason: `${VALIDATE}, validateEventExprFilter`, filled: ['path', 'name'] },
  {
    type: 'DataFilter',
    reason: `${VALIDATE}, validateEventDataFilter, and pkg/sensors/dependencies/filter.go: "unsupported JSON type"`,
    filled: ['path', 'type', 'value'],
    values: { type: ['bool', 'number', 'string'], comparator: ['', '>=', '>', '=', '!=', '<', '<='] },
    properties: { value: { items: { type: 'string', minLength: 1 } } },
  },
  {
    type: 'TimeFilter',
    reason: `${VALIDATE}, validateEventTimeFilter`,
    properties: { start: { pattern: TIME_OF_DAY }, stop: { pattern: TIME_OF_DAY } },
  },
  {
    type: 'ConditionsResetCriteria',
    reason: `${VALIDATE}, validateTriggerTemplate: "invalid conditionsReset"`,
    required: ['byTime'],
  },
  {
    type: 'ConditionsResetByTime',
    reason: `${VALIDATE}, validateTriggerTemplate: "invalid cron expression"`,
    filled: ['cron'],
    properties: { cron: { pattern: CRON } },
  },
];
