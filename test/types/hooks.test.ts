import {
  bitbucketServerEvent,
  gitlabEvent,
  type SlackCommand,
  type SlackEvent,
  type StripeEvent,
  slackEvent,
  snsEvent,
  storageGridEvent,
} from '../../src/argo-events/event-sources';
import type { Reference } from '../../src/argo-events/references/ref';
import { first } from '../../src/argo-events/references/reference';
import { dataOf } from '../argo-events/events';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
const SECRET = { name: 'mounted', key: 'key' };
const LISTENING = { endpoint: '/hook', port: 12000 };
const REACHED = { ...LISTENING, url: 'https://hooks.example.com' };

/** Takes only references to such a value. */
const accept = <T>(...references: Reference<T>[]) => expect(references).not.toHaveLength(0);

test('gitlabEvent has the URL without which the engine does not check its token', () => {
  const hook = { gitlabBaseURL: 'https://gitlab.com', secretToken: SECRET, accessToken: SECRET };
  gitlabEvent({ ...hook, ...REACHED, events: ['DeploymentEvents'] });
  // @ts-expect-error url
  gitlabEvent({ ...hook, ...LISTENING, events: ['PushEvents'] });
  // @ts-expect-error the engine does not know it
  gitlabEvent({ ...hook, ...REACHED, events: ['push'] });
  // @ts-expect-error a hook of a group does not get it
  gitlabEvent({ ...hook, ...REACHED, groups: ['acme'], events: ['DeploymentEvents'] });
});

test('bitbucketServerEvent has a secret only for the hooks that the engine registers', () => {
  const server = { bitbucketserverBaseURL: 'https://bitbucket.example.com/rest' };
  bitbucketServerEvent({ ...server, ...LISTENING });
  // @ts-expect-error the engine would not check it
  bitbucketServerEvent({ ...server, ...LISTENING, webhookSecret: SECRET });
  // @ts-expect-error without a token the engine crashes
  bitbucketServerEvent({ ...server, ...LISTENING, skipBranchRefsChangedOnOpenPR: true });
});

test('slackEvent has no metadata: the engine publishes none', () => {
  const app = { ...LISTENING, signingSecret: SECRET, token: SECRET };
  // @ts-expect-error metadata
  expect(slackEvent({ ...app, metadata: { a: 'b' } }).kind).toBe('slack');
});

test('storageGridEvent has no expression as filter', () => {
  const bucket = {
    apiURL: 'https://a/api/v3',
    authToken: SECRET,
    topicArn: 'urn:a',
    bucket: 'a',
    ...REACHED,
  };
  // @ts-expect-error filter
  storageGridEvent({ ...bucket, events: ['s3:ObjectCreated:*'], filter: 'true' });
});

test('snsEvent has a key with its secret, or a role', () => {
  const topic = { ...REACHED, topicArn: 'arn:aws:sns:eu-central-1:1:orders', region: 'eu-central-1' };
  snsEvent({ ...topic, roleARN: 'arn:aws:iam::1:role/orders' });
  // @ts-expect-error secretKey
  snsEvent({ ...topic, accessKey: SECRET });
  // @ts-expect-error the engine ignores the key
  snsEvent({ ...topic, accessKey: SECRET, secretKey: SECRET, roleARN: 'arn:aws:iam::1:role/orders' });
});

describe('types of the packages of others', () => {
  // Of the shape of those in the package stripe: ids or whole objects, unions, index signatures, null.
  interface Metadata {
    [name: string]: string;
  }
  interface Customer {
    id: string;
    object: 'customer';
    email: string | null;
    metadata: Metadata;
  }
  interface DeletedCustomer {
    id: string;
    object: 'customer';
    deleted: true;
  }
  interface List<T> {
    object: 'list';
    data: T[];
    has_more: boolean;
  }
  interface Invoice {
    id: string;
    object: 'invoice';
    amount_paid: number;
    customer: string | Customer | DeletedCustomer | null;
    lines: List<{ amount: number; description: string | null }>;
  }

  test('stripe: an object, also one of a union', () => {
    const { event } = dataOf<StripeEvent<Invoice>>();
    const { object } = event.data;
    accept<number>(object.amount_paid, object.lines.data[0].amount);
    accept<string | null | undefined>(object.customer.id, object.lines.data[0].description);
    // @ts-expect-error amount_paid
    void object.amount_payed;
    const any = dataOf<StripeEvent<Invoice | Customer>>().event.data.object;
    accept<'invoice' | 'customer'>(any.object);
    accept<string | null | undefined>(any.email, any.metadata['order']!);
  });

  // Of the shape of those in the package @slack/types: unions by `type`, blocks that are unions too.
  interface AppMentionEvent {
    type: 'app_mention';
    user?: string;
    channel: string;
    text: string;
    blocks?: ({ type: 'section'; block_id?: string } | { type: 'image'; image_url: string })[];
  }
  interface ReactionAddedEvent {
    type: 'reaction_added';
    reaction: string;
    item: { channel: string; ts: string };
  }

  test('@slack/types: an event, also one of a union', () => {
    const { Data, type } = dataOf<SlackEvent<AppMentionEvent | ReactionAddedEvent>>();
    accept<string>(type);
    accept<string | undefined>(Data.user, Data.reaction, Data.item.channel);
    accept<string | undefined>(first(Data.blocks, 'type', 'image').image_url);
    // @ts-expect-error reaction
    void Data.reactions;
  });

  test('a slash command has its fields at the top', () => {
    const command = dataOf<SlackCommand>();
    accept<string>(command.text, command.user_id);
    accept<boolean>(command.is_enterprise_install);
  });
});
