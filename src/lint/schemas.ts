import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';

/** A JSON Schema, with the keywords that messages need. */
export interface JsonSchema {
  readonly type?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A kind of object of Argo Events. There is a closed schema for each. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

/** The closed schemas. */
export const SCHEMAS: Readonly<Record<SchemaName, object>> = {
  sensor,
  eventsource: eventSource,
  eventbus: eventBus,
};
