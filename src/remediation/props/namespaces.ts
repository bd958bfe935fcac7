import { DNS_LABEL, group, prop } from './row';

/** Where the objects of the loop are. */
export interface NamespacesProps {
  /**
   * The namespace of the sensors, the event sources and the bus.
   *
   * @default 'github-webhooks'
   */
  readonly sensors?: string;
  /**
   * The namespace of the CodeRuns and of the states of the tasks. Each loop needs its own.
   *
   * @default 'agent-platform'
   */
  readonly agents?: string;
}

export const NAMESPACES = group<NamespacesProps>({
  sensors: prop('github-webhooks', DNS_LABEL),
  agents: prop('agent-platform', DNS_LABEL),
});
