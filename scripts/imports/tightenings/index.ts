import type { Tightening } from '../tighten';
import { COMMON } from './common';
import { EVENT_BUS } from './event-bus';
import { EVENT_SOURCE } from './event-source';
import { EVENT_SOURCE_KINDS } from './event-source-kinds';
import { SENSOR } from './sensor';
import { TRIGGER } from './trigger';
import { TRIGGER_KINDS } from './trigger-kinds';

/**
 * Where the engine asks for more than its schema says, or for less, each with the engine's file that shows it.
 * Only what holds for every object of a type: what depends on other objects or on the meaning of a text
 * (regular expressions, jq, names that have to fit) is for the lint rules.
 */
export const TIGHTENINGS: readonly Tightening[] = [
  ...COMMON,
  ...SENSOR,
  ...TRIGGER,
  ...TRIGGER_KINDS,
  ...EVENT_SOURCE,
  ...EVENT_SOURCE_KINDS,
  ...EVENT_BUS,
];
