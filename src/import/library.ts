import * as sources from '../argo-events/event-sources';
import * as filters from '../argo-events/filters';
import * as triggers from '../argo-events/triggers';

/** The names that a program may import. */
export const LIBRARY: readonly string[] = [
  ...Object.keys(sources),
  ...Object.keys(filters),
  ...Object.keys(triggers),
  ...'App JsonPatch Folder Sensor EventSource EventBus Manifest EventReference declareExternal'.split(' '),
  ...'eventReference jetStream jetStreamExotic jq lua raw text withDefault'.split(' '),
  ...'count each field first item nonNull Transform'.split(' '),
];
