import type { IConstruct } from 'constructs';

/** An event source that an app makes or declares. */
export interface KnownSource {
  readonly name: string;
  readonly namespace: string;
  readonly eventBusName?: string | undefined;
}

const SOURCES = new WeakMap<IConstruct, Map<string, KnownSource[]>>();

/** Notes an event source of the app of `scope`. */
export function addSource(scope: IConstruct, source: KnownSource): void {
  const { root } = scope.node;
  const ofApp = SOURCES.get(root) ?? new Map<string, KnownSource[]>();
  SOURCES.set(root, ofApp.set(source.name, [...sourcesOf(root, source.name), source]));
}

/** The event sources of that name, in any namespace, that an app makes or declares. */
export function sourcesOf(root: IConstruct, name: string): readonly KnownSource[] {
  return SOURCES.get(root)?.get(name) ?? [];
}
