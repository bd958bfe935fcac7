import { isInteger } from '../checks/values';
import { group, optional, orFalse, prop, value } from './row';

/**
 * How many CodeRuns and Jobs there may be in `namespaces.agents`. The quota counts those of everybody, and those that have
 * finished.
 */
export interface QuotaProps {
  /**
   * The most CodeRuns. When there are as many, the API server refuses every new one there, also those of others. The comment
   * waits, and the resync tries again. The default is ten tasks a day that use up their iterations, for as long as the
   * janitor keeps their CodeRuns.
   *
   * @default - `retention.days` × `maxIterations` × 10; none with `policies: false`, because then nothing deletes CodeRuns
   */
  readonly codeRuns?: number;
  /**
   * The most Jobs. When there are as many, no agent is cancelled, and resync and janitor do not run. The default has room
   * for one Job of each CodeRun, and for the loop's own: at most 900 that cancel agents, and those that the CronJobs keep.
   *
   * @default - `codeRuns` + 1000; none if there is no quota for CodeRuns
   */
  readonly jobs?: number;
  /**
   * Where the quota is rendered: `'prerequisites'`, beside the namespace, for a cluster in which the namespace is made for
   * the loop; or `'resources'`, if the platform makes the namespace and agrees to the figures.
   *
   * @default 'prerequisites'
   */
  readonly in?: 'prerequisites' | 'resources';
}

const MOST = 1_000_000;

const PLACES: readonly unknown[] = ['prerequisites', 'resources'];

export const QUOTA = orFalse(
  group<QuotaProps, QuotaProps & { readonly in: 'prerequisites' | 'resources' }>({
    codeRuns: optional(value(isInteger(1, MOST), `an integer from 1 to ${MOST}`)),
    jobs: optional(value(isInteger(20, MOST), `an integer from 20 to ${MOST}: the CronJobs keep up to ten`)),
    in: prop<'prerequisites' | 'resources'>(
      'prerequisites',
      value((place) => PLACES.includes(place), '"prerequisites" or "resources"'),
    ),
  }),
);
