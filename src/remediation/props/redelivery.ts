import type { SecretKey } from '../../argo-events/triggers';
import { isSchedule, SCHEDULE } from '../checks/schedule';
import { isInteger, isPinnedImage, matches } from '../checks/values';
import { SECRET_KEY } from './github';
import { group, needed, optional, orNone, prop, value } from './row';

/**
 * A CronJob that asks GitHub for the deliveries of the webhook, and has those sent again that did not arrive. GitHub itself
 * tries once. `{}` is for the webhook of the repository.
 */
export interface RedeliveryProps {
  /**
   * The id of the webhook, digits: the last part of the address of its settings.
   *
   * @default - the only one that sends issue comments
   */
  readonly webhook?: string;
  /**
   * Set it if the webhook is not that of the repository, but of the organization, the owner in `github.repository`.
   *
   * @default - the webhook is that of the repository
   */
  readonly organization?: OrganizationWebhook;
  /**
   * The Secret with the whole Authorization header, such as `Bearer github_pat_…`, of a token that may read and write
   * webhooks and nothing else. It is in the namespace `namespaces.sensors`. With `externalSecrets.githubApp`, the operator
   * makes it.
   *
   * @default { name: 'github-redelivery', key: 'authorization' }
   */
  readonly token?: SecretKey;
  /**
   * When, in cron's five fields, in which Sunday is 0.
   *
   * @default '*\/10 * * * *'
   */
  readonly schedule?: string;
  /**
   * How many hours it looks back. GitHub keeps deliveries for three days, a GitHub Enterprise Server for seven. Each run
   * makes a call for each hundred deliveries of that time, of whatever event.
   *
   * @default 72
   */
  readonly hours?: number;
  /**
   * The most deliveries that are sent again in each run, one a second: those first that were tried least often, then the
   * oldest.
   *
   * @default 100
   */
  readonly batch?: number;
  /**
   * An image with a POSIX shell, curl 7.84 or newer, and jq, pinned by digest. The default of `kubectlImage` has all three.
   *
   * @default - that of `kubectlImage`
   */
  readonly image?: string;
}

/** The webhook of an organization. */
export interface OrganizationWebhook {
  /**
   * The id of `github.repository`: deliveries for other repositories are left alone. `gh api repos/<owner>/<name> --jq .id`
   * says it.
   */
  readonly repositoryId: number;
}

export const REDELIVERY = orNone(
  group<RedeliveryProps, RedeliverySettings>({
    webhook: optional(value(matches(/^[1-9]\d{0,17}$/), 'digits, as a string')),
    organization: optional(
      group<OrganizationWebhook>({
        repositoryId: needed(
          value(isInteger(1, Number.MAX_SAFE_INTEGER), 'the id of a repository, an integer'),
        ),
      }),
    ),
    token: prop({ name: 'github-redelivery', key: 'authorization' }, SECRET_KEY),
    schedule: prop('*/10 * * * *', value(isSchedule, SCHEDULE)),
    hours: prop(72, value(isInteger(1, 168), 'hours, an integer from 1 to 168')),
    batch: prop(100, value(isInteger(1, 500), 'an integer from 1 to 500')),
    image: optional(value(isPinnedImage, 'an image with its digest, name@sha256:…')),
  }),
);

/** What has no default may be left out. */
type RedeliverySettings = Required<Omit<RedeliveryProps, 'webhook' | 'organization' | 'image'>> &
  Pick<RedeliveryProps, 'webhook' | 'organization' | 'image'>;
