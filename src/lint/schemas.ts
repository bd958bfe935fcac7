import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import type { SchemaDocument } from './json-schema';

/** A kind of object of Argo Events. There is a closed schema for each. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

/** The closed schemas. */
export const SCHEMAS: Readonly<Record<SchemaName, SchemaDocument>> = {
  sensor,
  eventsource: eventSource,
  eventbus: eventBus,
};
