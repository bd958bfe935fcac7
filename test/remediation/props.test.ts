import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { eventReference } from '../../src/argo-events/dependency';
import { run } from '../../src/cli';
import { lineWithin } from '../../src/findings/line';
import { ValidationError } from '../../src/findings/validation-error';
import { Folder } from '../../src/gitops/folder';
import { RemediationLoop } from '../../src/remediation/loop';
import { RemediationPrerequisites } from '../../src/remediation/prerequisites';
import type { RemediationProps } from '../../src/remediation/props';
import type { RemediationRun } from '../../src/remediation/props/run';
import { noCluster } from '../cluster/none';
import { badlyWorded } from '../plain-words';
import { renderLoop } from './rendered';

const REPOSITORY = 'git@git.example.com:acme/shop.git';

/** For each prop, values that are refused and what the finding says. */
const REFUSED: {
  readonly [Prop in keyof Required<RemediationProps>]: readonly (readonly [unknown, string])[];
} = {
  name: [
    ['Remediation', 'a DNS label of at most 30 characters'],
    ['a.b', 'a DNS label'],
    ['x'.repeat(31), 'at most 30 characters'],
    [7, 'a DNS label'],
  ],
  github: [
    [null, 'an object of repository, apiUrl, token, webhookSecret'],
    [{ url: 'x' }, 'unknown field "url"'],
    ...within('repository', [
      ['cto', 'owner/name'],
      ['5dlabs/..', 'owner/name'],
      ['5dlabs/cto/x', 'owner/name'],
      ['5dlabs/c to', 'owner/name'],
      ['../cto', 'owner/name'],
      ['acme/shop.git', 'without ".git" at the end'],
      ['acme/shop.GIT', 'without ".git" at the end'],
      ['https://github.com/acme/shop', 'owner/name'],
      [null, 'owner/name'],
    ]),
    ...within('apiUrl', [
      ['api.github.com', 'an https URL'],
      ['http://api.github.com', 'an https URL'],
      ['https://api.github.com/', 'slash at the end'],
      ['https://api.github.com?x=1', 'without user, query'],
      ['https://user@api.github.com', 'an https URL'],
      ['https://:secret@api.github.com', 'an https URL'],
      ['https://api.github.com?', 'an https URL'],
      ['https:/api.github.com', 'an https URL'],
      ['https://api.github.com/a b', 'an https URL'],
      ['https://api.github.com\n', 'an https URL'],
      ['HTTPS://api.github.com', 'an https URL'],
    ]),
    ...within('token', [
      [{ name: 'GitHub', key: 'token' }, 'the name of a Secret'],
      [{ name: 'github-token', key: 'a/b' }, 'the key of a Secret'],
      [{ name: 'github-token' }, 'props.github.token.key: missing'],
      [{ name: 'github-token', kye: 'x' }, 'props.github.token: unknown field "kye"; did you mean "key"?'],
      [{}, 'props.github.token.name: missing'],
      [{ name: 'github..token', key: 'token' }, 'the name of a Secret'],
      [{ name: 'github-token', key: '..' }, 'the key of a Secret'],
      [{ name: 'github-token', key: '..token' }, 'the key of a Secret'],
      [{ name: 'github-token', key: 'token', optional: true }, '"name" or "key"'],
      [null, 'an object of name, key'],
    ]),
    ...within('webhookSecret', [
      [{ name: '', key: 'secret' }, 'the name of a Secret'],
      [
        { name: 'github-token', key: 'authorization' },
        'is the same key of the same Secret as props.github.token; the webhooks need',
      ],
      ['github-webhook', 'an object of name, key'],
    ]),
  ],
  externalSecrets: [
    [true, 'an object of githubApp, webhookSecret'],
    ...within('githubApp', [
      [{ appId: 12, installationId: '3', privateKey: { name: 'a', key: 'b' } }, 'digits, as a string'],
      [{ appId: 'x', installationId: '3', privateKey: { name: 'a', key: 'b' } }, 'digits, as a string'],
      [{ appId: '12', installationId: '3' }, 'props.externalSecrets.githubApp.privateKey: missing'],
      [{ appId: '12', installationId: '3', privateKey: { name: 'a' } }, 'privateKey.key: missing'],
    ]),
    ...within('webhookSecret', [
      [{ store: 'vault' }, 'props.externalSecrets.webhookSecret.key: missing'],
      [{ store: 'My Vault', key: 'hooks' }, 'the name of a SecretStore or a ClusterSecretStore'],
      [{ store: 'vault', key: ' ' }, 'a text that is not blank'],
      [{ store: 'vault', key: 'hooks', storeKind: 'Vault' }, '"SecretStore" or "ClusterSecretStore"'],
    ]),
  ],
  namespaces: [
    ['agents', 'an object of sensors, agents'],
    ...within('sensors', [['github_webhooks', 'a DNS label']]),
    ...within('agents', [['', 'a DNS label']]),
  ],
  comments: [
    ['github', 'an object of eventSourceName, eventName, namespace, isExternal'],
    [{ eventSourceName: 'github' }, 'props.comments.eventName: missing'],
    [{ eventSourceName: 'git.hub', eventName: 'comments' }, 'a DNS label'],
    [{ eventSourceName: 'github', eventName: 'issue comment' }, 'letters, digits, - and _'],
    [{ eventSourceName: 'github', eventName: 'comments', isExternal: 'yes' }, 'true or false'],
    [eventReference('remediation-state', 'state'), 'expected the event source that receives the webhooks'],
  ],
  pullRequests: [
    [null, 'an object of eventSourceName, eventName, namespace, isExternal'],
    [{ eventSourceName: 'github' }, 'props.pullRequests.eventName: missing'],
  ],
  retries: [
    [{ record: {} }, 'unknown field "record"'],
    ...within('codeRun', [
      [{ steps: 0, duration: '10s' }, 'an integer from 1'],
      [{ steps: 3, duration: '10' }, 'numbers with units'],
      [{ steps: 3, duration: 'soon' }, 'numbers with units'],
      [{ steps: 3, duration: '10s', factor: '2.0' }, 'a number of at least 1'],
      [{ steps: 3, duration: '10s', jitter: -1 }, 'a number of at least 0'],
      [{ steps: 3, duration: '10s', factors: 2 }, '"factor"'],
      [null, 'an object with steps and duration'],
    ]),
    ...within('store', [
      [{ steps: 0, duration: '10s' }, 'an integer from 1'],
      [3, 'an object with steps and duration'],
    ]),
  ],
  networkPolicies: [
    [true, 'an object of dns, apiServer, github, bus, webhooks, metrics'],
    [{ ingress: [] }, 'unknown field "ingress"'],
    ...within('dns', [[{ port: 53 }, 'did you mean "ports"?']]),
    ...within('apiServer', [
      [{ cidrs: [] }, 'a list of one block of addresses or more'],
      [
        { cidrs: ['10.0.0.1'] },
        'cidrs[0]: expected a block of addresses, such as "10.0.0.1/32", not "10.0.0.1"',
      ],
      [{ cidrs: ['10.0.0.1/33'] }, 'a block of addresses'],
      [{ cidrs: ['fd00::/129'] }, 'a block of addresses'],
      [{ cidrs: ['api.example.com/32'] }, 'a block of addresses'],
      [{ ports: ['https'] }, 'ports[0]: expected an integer from 1 to 65535, not "https"'],
      [{ ports: [0] }, 'an integer from 1 to 65535'],
      [{ ports: [] }, 'a list of one port or more'],
    ]),
    ...within('webhooks', [
      [{}, 'a list of objects'],
      [
        [{}],
        'webhooks[0]: expected an object of namespaceLabels and podLabels, or of cidr, not an empty object',
      ],
      [['ingress-nginx'], 'an object of namespaceLabels and podLabels, or of cidr'],
      [[{ cidr: '10.0.0.0/8', podLabels: {} }], 'an object of namespaceLabels and podLabels, or of cidr'],
      [[{ cidr: '10.0.0.0' }], 'webhooks[0].cidr: expected a block of addresses'],
      [[{ namespaceLabels: 'ingress' }], 'an object of labels'],
      [[{ podLabels: { 'a/b/c': 'd' } }], 'webhooks[0].podLabels: expected the key of a label, not "a/b/c"'],
      [[{ podLabels: { app: true } }], 'webhooks[0].podLabels.app: expected the value of a label, not true'],
      [[{ podLabel: {} }], 'did you mean "podLabels"?'],
    ]),
    ...within('metrics', [
      [[7], 'metrics[0]: expected an object of namespaceLabels and podLabels, or of cidr, not 7'],
    ]),
  ],
  policies: [
    ['no', 'an object of otherJobs, otherConfigMaps, codeRunDefaults, injectedMetadata, or false'],
    [true, ', or false'],
    [null, ', or false'],
    ...within('otherJobs', [['yes', 'true or false']]),
    ...within('otherConfigMaps', [[0, 'true or false']]),
    ...within('codeRunDefaults', [
      ['model', 'a list of names of fields'],
      [['model', 'a.b'], 'codeRunDefaults[1]: expected the name of a field, not "a.b"'],
    ]),
    ...within('injectedMetadata', [
      ['team', 'a list of keys of labels and annotations'],
      [['team', 'a/b/c'], 'injectedMetadata[1]: expected the key of a label or an annotation, not "a/b/c"'],
      [[7], 'injectedMetadata[0]: expected the key of a label or an annotation, not 7'],
      [['a..b/c'], 'injectedMetadata[0]: expected the key of a label or an annotation, not "a..b/c"'],
      ...['app', 'task-id', 'comment-id', 'trigger-type', 'remediation.5dlabs.com/iteration'].map(
        (key) => [['team', key], `injectedMetadata[1]: "${key}" is a key of the loop itself`] as const,
      ),
    ]),
  ],
  monitoring: [
    [false, 'an object of labels, runbooks, waitingMinutes'],
    ...within('labels', [
      [['release'], 'labels of Kubernetes'],
      [{ release: 1 }, 'labels of Kubernetes'],
      [{ 'a/b/c': 'x' }, 'labels of Kubernetes'],
      [{ release: 'a b' }, 'labels of Kubernetes'],
    ]),
    ...within('runbooks', [
      ['wiki', 'an https URL'],
      ['https://wiki.example.com/', 'slash at the end'],
    ]),
    ...within('waitingMinutes', [
      [0, 'minutes, an integer from 1 to 10080'],
      ['30', 'minutes'],
    ]),
  ],
  argoCd: [
    [true, 'an object of repoURL, targetRevision, path, folders, automated, namespace, server'],
    [{}, 'props.argoCd.repoURL: missing'],
    [{ repoURl: 'https://git.example.com/shop.git' }, 'unknown field "repoURl"; did you mean "repoURL"?'],
    ...[
      'shop',
      'git.example.com/acme/shop.git',
      'https://git.example.com',
      'https://user:secret@git.example.com/acme/shop.git',
      'https://git.example.com/acme/shop.git\n',
      7,
    ].map((repoURL) => [{ repoURL }, 'the URL of a Git repository without a password'] as const),
    ...(
      [
        ['targetRevision', 'a b', 'a branch, a tag or a commit'],
        ['targetRevision', '', 'a branch, a tag or a commit'],
        ['path', '/dist', 'a path in the repository'],
        ['path', 'dist/', 'a path in the repository'],
        ['path', '../dist', 'a path in the repository'],
        ['folders', [], 'a list of "resources", "prerequisites" or "monitoring"'],
        ['folders', ['resource'], '"resources", "prerequisites" or "monitoring"'],
        ['folders', ['resources', 'resources'], '"resources" is in the list already'],
        ['automated', 'yes', 'true or false'],
        ['namespace', 'Argo', 'a DNS label'],
        ['server', 'kubernetes.default.svc', 'an https URL'],
      ] as const
    ).map(([field, given, expected]) => [{ repoURL: REPOSITORY, [field]: given }, expected] as const),
  ],
  marker: [
    ['', 'a text that is not blank'],
    ['  \n', 'a text that is not blank'],
    [null, 'a text that is not blank'],
  ],
  reviewers: [
    [[], 'one login or more'],
    ['5DLabs-Tess', 'one login or more'],
    [['5DLabs-Tess', ''], 'a login of GitHub'],
    [['5DLabs Tess'], 'a login of GitHub'],
    [['.*'], 'a login of GitHub'],
    [[undefined], 'a login of GitHub'],
    [[{ login: 'octocat' }], 'props.reviewers[0].id: missing; expected the id of the account'],
    [[{ login: 'octocat', id: '7' }], 'reviewers[0].id: expected the id of the account, an integer, not "7"'],
    [[{ login: 'octocat', id: 0 }], 'reviewers[0].id: expected the id of the account'],
    [[{ login: 'octocat', id: 7, name: 'x' }], 'reviewers[0]: unknown field "name"'],
    [[null, null], 'a login of GitHub'],
    [['octocat', 'octocat'], 'each login once'],
    [['octocat', 'Octocat'], 'each login once'],
    [['octocat', { login: 'Octocat', id: 7 }], 'each login once'],
    [null, 'one login or more'],
  ],
  codeRun: [
    [{ kind: 'CodeRun' }, 'a function of the run'],
    [() => ({ apiVersion: 'v1', kind: 'CodeRun' }), 'group/version'],
    [() => ({ apiVersion: 'cto.5dlabs.com/v1alpha1', kind: 'code-run' }), 'a kind such as "CodeRun"'],
    [() => undefined, 'an object with apiVersion and kind'],
    [async () => ({ apiVersion: 'a.example/v1', kind: 'Run' }), 'group/version'],
    [(run: RemediationRun) => run.task, 'an object with apiVersion and kind'],
    [() => ({ apiVersion: 'batch/v1', kind: 'Job' }), 'no Job but the one that cancels agents'],
    [ofMetadata('x'), 'an object'],
    [ofMetadata({ name: 'mine' }), 'metadata.name: the loop itself sets "name"; remove it'],
    [ofMetadata({ generateName: 'mine-' }), 'the loop itself sets "generateName"; remove it'],
    [ofMetadata({ labels: { 'task-id': '7' } }), 'the loop itself sets "task-id"; remove it'],
    [ofMetadata({ annotations: { 'remediation.5dlabs.com/iteration': '7' } }), '; remove it'],
    [ofMetadata({ labels: 'x' }), 'an object'],
    [ofMetadata({ labels: { team: 7 } }), 'a label value'],
    [ofMetadata({ labels: { team: 'a b' } }), 'a label value'],
    [ofMetadata({ annotations: { team: true } }), 'a text'],
    [ofMetadata({ finalizers: 'example.com/cleanup' }), 'a list of texts'],
    [({ pr }: RemediationRun) => ofMetadata({ finalizers: [pr] })(), 'a list of texts'],
    [
      ({ prNumber }: RemediationRun) => ofMetadata({ labels: { pr: prNumber } })(),
      'a text of the run, such as run.pr',
    ],
    [({ task }: RemediationRun) => String(task), 'props.codeRun: uses run.task as a plain text'],
    [
      ({ maxIterations }: RemediationRun) => ofMetadata({ labels: { of: `of-${maxIterations}` } })(),
      'props.codeRun: uses run.maxIterations as a plain text, but it is known only when an event comes; put it in a field by itself, or compose a text, text`…',
    ],
    [
      ({ pr }: RemediationRun) => ofMetadata({ labels: { pr: `pr-${pr}` } })(),
      "with text from './argo-events/references/slot' (in the package, from 'cdk8s-argo-events')",
    ],
    [
      ({ prNumber }: RemediationRun) => ofMetadata({ labels: { pr: `pr-${prNumber}` } })(),
      `props.codeRun: uses run.prNumber as a plain text, but it is known only when an event comes; put it in a field by itself, or compose a text, text\`…\${run.pr}…\``,
    ],
    [
      () => {
        throw new Error('no idea');
      },
      'props.codeRun: the function fails: no idea',
    ],
  ],
  cancelledAgents: [
    [true, 'an object of agentTypes, label, running'],
    [null, 'an object of agentTypes, label, running'],
    [['cleo'], 'an object of agentTypes, label, running'],
    [{ agentTypes: [] }, 'one or more'],
    [{ agentTypes: 'cleo' }, 'one or more'],
    [{ agentTypes: ['cleo,tess'] }, 'agentTypes[0]: expected the value of a label, not "cleo,tess"'],
    [{ agentTypes: ['cleo', ''] }, 'agentTypes[1]: expected the value of a label, not ""'],
    [
      { agentTypes: ['cleo', 'cleo'] },
      'agentTypes[1]: "cleo" is in the list already; expected each type once',
    ],
    [{ agentTypes: ['tess', 'rex'] }, 'would cancel itself'],
    [{ label: 'a b' }, 'the key of a label'],
    [{ label: 'A/b/c' }, 'the key of a label'],
    [{ label: 'task-id' }, 'not task-id'],
    [{ label: 'status' }, 'label: "status" is a label of running, too; expected another label'],
    [{ running: { phase: 'on', status: 7 } }, 'running.status: expected the value of a label, not 7'],
    [{ running: { 'task-id': '7' } }, 'running: expected the key of a label, and not task-id, not "task-id"'],
    [{ running: 'status=running' }, 'labels and their values'],
    [{ types: ['cleo'] }, '"agentTypes", "label" or "running"'],
  ],
  maxIterations: [
    [0, 'an integer from 1 to 1000'],
    [1.5, 'an integer from 1 to 1000'],
    ['10', 'an integer from 1 to 1000'],
    [Number.NaN, 'an integer from 1 to 1000'],
  ],
  labels: [
    [{ inProgress: '' }, 'a label of 1 to 50 characters'],
    [{ readyForQa: 'a,b' }, 'without a comma'],
    [{ exhausted: 'x'.repeat(51) }, 'a label of 1 to 50 characters'],
    [{ inprogress: 'x' }, 'unknown field "inprogress"; did you mean "inProgress"?'],
    [{ inProgress: null }, 'a label of 1 to 50 characters'],
    [{ inProgress: ' x' }, 'a space at its ends'],
    [{ inProgress: 'a\tb' }, 'a label of 1 to 50 characters'],
    [{ iterationPrefix: 'x'.repeat(41) }, '1 to 40 characters'],
    [{ iterationPrefix: ' round' }, 'a space in front'],
    [{ inProgress: 'remediation-exhausted' }, 'a label of its own'],
    [{ readyForQa: 'QA', exhausted: 'qa' }, 'a label of its own'],
    [{ inProgress: 'iteration-1' }, 'a label of its own'],
    [{ notStored: 'Round 12', iterationPrefix: 'round ' }, 'a label of its own'],
    [{ inProgress: 'task-7' }, 'a label of its own'],
    [{ inProgress: 'Task-0' }, 'a label of its own'],
    [{ iterationPrefix: 'task-' }, 'a label of its own'],
    [{ iterationPrefix: 'task-1' }, 'a label of its own'],
    [null, 'an object of readyForQa'],
    [['x'], 'an object of readyForQa'],
  ],
  kubectlImage: [
    ['alpine/k8s:1.33.4', 'an image with its digest'],
    ['alpine/k8s@sha256:abc', 'an image with its digest'],
    [`alpine//k8s@sha256:${'0'.repeat(64)}`, 'an image with its digest'],
    [`Alpine@sha256:${'0'.repeat(64)}`, 'an image with its digest'],
    [`alpine:@sha256:${'0'.repeat(64)}`, 'an image with its digest'],
  ],
  retention: [
    [null, 'an object of days, runStatus'],
    [{ days: 7 }, 'days, an integer from 8 to 3650: the bus keeps events for 7'],
    [{ days: '30' }, 'days, an integer from 8 to 3650: the bus keeps events for 7'],
    [{ runStatus: 'status.phase' }, 'an object of path, finished'],
    [{ runStatus: { path: 'status.phase' } }, 'props.retention.runStatus.finished: missing'],
    [{ runStatus: { path: 'status["phase"]', finished: ['Done'] } }, 'the path of a field'],
    [{ runStatus: { path: 'status.phase', finished: [] } }, 'a list of one value or more'],
    [{ runStatus: { path: 'status.phase', finished: ['Done|'] } }, 'letters, digits, - and _'],
    [{ runStatus: { path: 'status.phase', finished: ['Done'], working: ['Running'] } }, 'unknown field'],
  ],
  redelivery: [
    [true, 'an object of webhook, organization, token, schedule, hours, batch, image'],
    [false, 'an object of webhook'],
    ...within('webhook', [
      [42, 'digits, as a string'],
      ['042', 'digits, as a string'],
    ]),
    ...within('organization', [
      ['5dlabs', 'an object of repositoryId'],
      [{}, 'props.redelivery.organization.repositoryId: missing'],
      [{ repositoryId: '7' }, 'the id of a repository, an integer'],
      [{ repositoryId: 0 }, 'the id of a repository, an integer'],
    ]),
    ...within('token', [
      [{ name: 'x' }, 'props.redelivery.token.key: missing'],
      [
        { name: 'github-token', key: 'authorization' },
        'is the same key of the same Secret as props.github.token; expected a token of its own, which only the redelivery has',
      ],
      [
        { name: 'github-webhook', key: 'secret' },
        'is the same key of the same Secret as props.github.webhookSecret; expected a token of its own',
      ],
    ]),
    ...within('schedule', [['every hour', 'five fields of cron']]),
    ...within('hours', [
      [0, 'hours, an integer from 1 to 168'],
      [169, 'hours, an integer from 1 to 168'],
    ]),
    ...within('batch', [
      [0, 'an integer from 1 to 500'],
      [501, 'an integer from 1 to 500'],
    ]),
    ...within('image', [['alpine/k8s:1.33.4', 'an image with its digest']]),
  ],
  resync: [
    [{ schedule: 'every 5 minutes' }, 'five fields of cron'],
    [{ schedule: '* * * *' }, 'five fields of cron'],
    [{ schedule: '*/5 * * * * *' }, 'five fields of cron'],
    [{ schedule: '99 * * * *' }, 'minute 0-59'],
    [{ schedule: '*/0 * * * *' }, 'five fields of cron'],
    [{ batch: 0 }, 'an integer from 1 to 1000'],
    [null, 'an object of schedule, batch, pause'],
    [{ pause: '5m' }, 'seconds, an integer from 1 to 86400'],
    [{ every: 5 }, 'schedule'],
  ],
  quota: [
    [true, ', or false'],
    [{ pods: 3 }, 'unknown field "pods"'],
    ...within('codeRuns', [
      [0, 'an integer from 1 to 1000000'],
      [2.5, 'an integer'],
      ['3k', 'an integer'],
    ]),
    ...within('jobs', [[19, 'an integer from 20 to 1000000: the CronJobs keep up to ten']]),
    ...within('in', [['loop', '"prerequisites" or "resources"']]),
  ],
  shards: [
    [0, 'an integer from 1 to 64'],
    [65, 'an integer from 1 to 64'],
    ['2', 'an integer from 1 to 64'],
  ],
  serviceAccount: [
    [{ name: 'Argo' }, 'the name of a ServiceAccount'],
    [{ dedicated: true }, 'props.serviceAccount.name: missing'],
    [{ name: 'argo', dedicated: 'yes' }, 'true or false'],
    [{ name: 'argo', namespace: 'x' }, '"name" or "dedicated"'],
    [{ name: undefined }, 'props.serviceAccount.name: missing'],
    [{ name: 'remediation-watchdog' }, 'expected another name than'],
    ['argo', 'an object of name, dedicated'],
  ],
  podTemplate: [
    [null, 'an object of imagePullSecrets, nodeSelector, '],
    [[], 'env, resources, sensors, eventSources, jobs'],
    [{ jobs: null }, 'an object of imagePullSecrets, '],
    [{ sensors: [] }, 'env, resources, caBundle'],
    [{ toleration: [] }, 'did you mean "tolerations"?'],
    [{ sidecar: {} }, 'expected "imagePullSecrets", "nodeSelector", '],
    [{ jobs: { caBundle: { name: 'ca', key: 'ca.crt' } } }, '"imagePullSecrets"'],
    [{ tolerations: {} }, 'tolerations: expected a list, not an empty object'],
    [
      { jobs: { tolerations: [{ operater: 'Exists' }] } },
      'tolerations[0]: unknown field "operater"; did you mean "operator"?',
    ],
    [
      { tolerations: [{ operator: 'exists' }] },
      'tolerations[0].operator: expected "Exists" or "Equal", not "exists"',
    ],
    [
      { jobs: { tolerations: [{}, { effect: 'NoRun' }] } },
      'jobs.tolerations[1].effect: expected "NoSchedule", ',
    ],
    [{ affinity: { nodeAffinity: { required: [] } } }, 'affinity.nodeAffinity: unknown field "required"'],
    [{ nodeSelector: { zone: 1 } }, 'nodeSelector.zone: expected a string, not 1; write "1"'],
    [{ imagePullSecrets: ['registry'] }, 'imagePullSecrets[0]: expected an object, not a string'],
    [{ imagePullSecrets: [{ name: 'Registry' }] }, 'the name of a Secret'],
    [{ imagePullSecrets: [{}] }, 'imagePullSecrets[0].name: missing'],
    [{ priorityClassName: 'High' }, 'the name of a PriorityClass'],
    [{ env: [{ name: 'https-proxy' }] }, 'letters, digits and _'],
    [{ sensors: { env: [{ name: 'LOG_LEVEL', value: 'debug' }] } }, 'another name'],
    [{ env: [{ name: 'A' }, { name: 'A' }] }, 'each name once'],
    [{ env: [{ value: 'a' }] }, 'env[0]: missing field "name"'],
    [{ resources: { limits: { cpu: '0.5' } } }, 'such as "500m"'],
    [{ jobs: { resources: { limits: { cpu: '1000m' } } } }, 'such as "500m"'],
    [{ resources: { limits: { memory: '1024Mi' } } }, '"1536Mi"'],
    [{ resources: { claims: [{ name: 'gpu' }] } }, '"requests" or "limits"'],
    [{ sensors: { caBundle: { name: 'CA', key: 'ca.crt' } } }, 'the name of a ConfigMap'],
    [{ sensors: { caBundle: { name: 'ca', key: 'a/b' } } }, 'the key of a ConfigMap'],
    [{ sensors: { caBundle: 'ca' } }, 'an object of name, key'],
    [{ sensors: { caBundle: {} } }, 'sensors.caBundle.name: missing'],
    [{ sensors: { caBundle: { name: 'ca', key: 'a', optional: true } } }, '"name" or "key"'],
  ],
  bus: [
    [{ name: 'Default' }, 'a DNS label'],
    [null, 'an object of name, version, persistence'],
    [{ replicas: 3 }, '"persistence" or "disruptionBudget"'],
    [{ disruptionBudget: 1 }, 'true or false'],
    [{ version: 'latest' }, 'a version such as "2.10.29"'],
    [{ version: '02.9.16' }, 'a version'],
    [{ version: '2.9.16-' }, 'a version'],
    [{ version: '2.9.16-..' }, 'a version'],
    [{ version: 2.9 }, 'a version'],
    [{ persistence: true }, 'an object of storageClassName, size, or false'],
    [{ persistence: { volumeSize: '1Gi' } }, '"storageClassName" or "size"'],
    [{ persistence: { storageClassName: 'Fast SSD' } }, 'the name of a StorageClass'],
    ...['10 GB', '10240Mi', '10', '900M', '1023Mi', '1073741823', '1G', '999999999m', '0.5Gi', '0'].map(
      (size) =>
        [
          { persistence: { size } },
          'a quantity of at least 1Gi as Kubernetes writes it, such as "10Gi"',
        ] as const,
    ),
  ],
};

/** The same values, as one of a group's own props. */
function within(field: string, values: readonly (readonly [unknown, string])[]) {
  return values.map(([value, text]) => [{ [field]: value }, text] as const);
}

function ofMetadata(metadata: unknown) {
  return () => ({ apiVersion: 'agents.example.com/v2', kind: 'AgentRun', metadata });
}

const cases = Object.entries(REFUSED).flatMap(([prop, values]) =>
  values.map(([value, text]) => [prop, value, text] as const),
);

test.each(cases)('%s: %j is refused with what is expected', (prop, value, text) => {
  const { findings } = refusal({ [prop]: value });
  expect(findings[0]).toMatchObject({
    construct: 'resources/loop',
    rule: expect.stringMatching(/^(?:props|props-together|schema)$/),
  });
  expect(findings[0]?.path.slice(0, 2)).toEqual(['props', prop]);
  expect(findings.map(lineWithin).join('\n')).toContain(text);
  expect(badlyWorded(findings)).toEqual([]);
});

const dedicated = { name: 'own', dedicated: true };

test.each([
  [
    { policies: { otherJobs: true }, serviceAccount: dedicated },
    'otherJobs',
    'contradicts serviceAccount.dedicated: true',
  ],
  [
    { policies: { otherConfigMaps: true }, serviceAccount: dedicated },
    'otherConfigMaps',
    'contradicts serviceAccount.dedicated: true',
  ],
  [
    { policies: { otherJobs: true }, cancelledAgents: false },
    'otherJobs',
    'has no effect with cancelledAgents: false',
  ],
] as const)('%j contradicts itself', (props, field, message) => {
  expect(refusal(props).findings).toEqual([
    {
      rule: 'props-together',
      severity: 'error',
      construct: 'resources/loop',
      path: ['props', 'policies', field],
      message: expect.stringMatching(new RegExp(`^true ${message}, `)),
      help: 'remove one of the two',
      docs: expect.any(String),
    },
  ]);
});

test.each([
  ['maxIteration', /^props: unknown field "maxIteration"; did you mean "maxIterations"\? \[props\]$/],
  ['githubURL', /^props: unknown field "githubURL" \[props\]$/],
  ['Github', /; did you mean "github"\? \[props\]$/],
  ['recorders', /^props: unknown field "recorders" \[props\]$/],
])('a prop that does not exist, %s, is refused, with the nearest one', (name, message) => {
  const { findings } = refusal({ [name]: 5 });
  expect(findings.map(lineWithin)).toEqual([expect.stringMatching(message)]);
});

test('a label that every object has is no label of running', () => {
  expect(() => renderLoop({ cancelledAgents: { label: 'constructor' } })).not.toThrow();
});

test('a misspelled field is not a missing one too', () => {
  const { findings } = refusal({
    github: { token: { name: 'a', kye: 'b' } },
    retries: { store: { step: 3, duration: '1s' } },
  });
  expect(findings.map(lineWithin)).toEqual([
    'props.github.token: unknown field "kye"; did you mean "key"? [props]',
    'props.retries.store: unknown field "step"; did you mean "steps"? [props]',
  ]);
});

test('everything that is wrong is said at once', () => {
  const { findings } = refusal({
    name: 'X',
    marker: '',
    retries: { codeRun: { steps: 0, duration: '5', factor: 0 } },
    shards: 0,
  });
  expect(findings.map(({ path }) => path.join('.'))).toEqual([
    'props.name',
    'props.marker',
    'props.retries.codeRun.steps',
    'props.retries.codeRun.duration',
    'props.retries.codeRun.factor',
    'props.shards',
  ]);
});

test('everything that is wrong with pods is said at once, whatever else is', () => {
  const podTemplate = {
    tolerance: [],
    nodeSelector: 'events',
    tolerations: [{ operator: 'Equals', key: 7 }],
    priorityClassName: 'High',
    imagePullSecrets: [7, { name: 'Registry' }],
    env: [{ value: 'x' }, { name: 'https-proxy' }, { name: 'A' }, { name: 'A' }],
    resources: { limits: { cpu: '0.5', memory: 1 }, claims: [] },
    sensors: { caBundle: {}, env: 'x' },
  };
  const { findings } = refusal({ podTemplate });
  const lines = findings.map((found) =>
    lineWithin(found)
      .replace(/(expected).*(not .*)/, '$1 … $2')
      .replace(/; .*/, '; …'),
  );
  expect(lines.map((line) => line.replace('props.podTemplate', '')).sort()).toEqual([
    '.env[0]: missing field "name" [schema]',
    '.env[1].name: expected … not "https-proxy" [props]',
    '.env[3].name: "A" is in the list already; …',
    '.imagePullSecrets[0]: expected … not 7; …',
    '.imagePullSecrets[1].name: expected … not "Registry" [props]',
    '.nodeSelector: expected … not a string [schema]',
    '.priorityClassName: expected … not "High" [props]',
    '.resources.limits.cpu: expected … not "0.5" [props]',
    '.resources.limits.memory: expected … not 1; …',
    '.resources: unknown field "claims"; …',
    '.sensors.caBundle.key: missing; …',
    '.sensors.caBundle.name: missing; …',
    '.sensors.env: expected … not "x" [schema]',
    '.tolerations[0].key: expected … not 7; …',
    '.tolerations[0].operator: expected … not "Equals" [props]',
    ': unknown field "tolerance"; …',
  ]);
});

test.each([
  [null, 'null'],
  ['remediation', 'a string'],
  [['remediation'], 'a list'],
])('props that are %j are no object', (props, text) => {
  expect(refusal(props as unknown as object).message).toBe(
    `[resources/loop] props: expected an object, not ${text} [props]`,
  );
});

test('what is undefined is left out, in groups of props too', () => {
  const props = {
    name: undefined,
    labels: { inProgress: undefined },
    resync: { schedule: undefined, pause: undefined },
    serviceAccount: { name: 'argo-events-sa', dedicated: undefined },
  };
  expect(renderLoop(props as unknown as RemediationProps)).toEqual(renderLoop());
});

test('prerequisites refuse the same props', () => {
  const folder = new Folder(new App(), 'resources', { path: 'r' });
  expect(() => new RemediationPrerequisites(folder, 'given', { shards: 0 })).toThrow(
    '[resources/given] props.shards: expected an integer from 1 to 64, not 0 [props]',
  );
});

test.each<RemediationProps>([
  { name: 'rework' },
  { github: { repository: 'octo-org/.github' } },
  { github: { repository: 'octo_corp/shop.gitops' } },
  { reviewers: ['octocat', 'octocat[bot]', 'octocat_corp', { login: 'dependabot[bot]', id: 49699333 }] },
  { labels: { iterationPrefix: 'round ', inProgress: '🔴 '.repeat(20).trim(), readyForQa: 'task-force' } },
  { github: { apiUrl: 'https://github.example.com/api/v3' } },
  { resync: { schedule: '0,30 8-18/2 * JAN-MAR MON', batch: 20 } },
  { cancelledAgents: false },
  { cancelledAgents: { agentTypes: ['tess'], label: 'example.com/agent', running: {} } },
  { codeRun: () => ({ apiVersion: 'agents.example.com/v2', kind: 'AgentRun' }) },
  { retries: { store: { steps: 2, duration: '1s' } } },
  { kubectlImage: `registry.example.com:5000/tools/kubectl:1.33@sha256:${'0'.repeat(64)}` },
  { retries: { codeRun: { steps: 5, duration: '1m30s' } } },
  { serviceAccount: { name: 'remediation', dedicated: true } },
  { serviceAccount: dedicated, policies: { otherJobs: false, otherConfigMaps: false } },
  { policies: { otherJobs: true, otherConfigMaps: false } },
  {
    policies: {
      codeRunDefaults: ['model', 'docs_branch'],
      injectedMetadata: ['team', 'kyverno.io/created-by'],
    },
  },
  { podTemplate: { resources: { requests: { cpu: '0', memory: '1500M' }, limits: { cpu: '1500m' } } } },
  { podTemplate: { env: [{ name: 'PROXY', valueFrom: { secretKeyRef: { name: 'proxy', key: 'url' } } }] } },
  { bus: { version: '2.10.29', persistence: { storageClassName: 'fast', size: '1Ti' } } },
  { bus: { persistence: false } },
])('%j is accepted', (props) => {
  expect(() => renderLoop(props)).not.toThrow();
});

test('a refused prop exits with 1 and one line, no stack trace, and leaves the old tree as it was', async () => {
  const out = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const kept = join(out, 'kept.yaml');
    writeFileSync(kept, '# Generated by cdk8s-argo-events. Do not edit.\n');
    const stderr: string[] = [];
    const code = await run(['synth', 'app.ts', '--out', out], {
      loadApp: () => appWith({ maxIterations: 0 }),
      connect: noCluster,
      stdout: { write: () => true },
      stderr: { write: (text) => stderr.push(text) },
    });
    expect(code).toBe(1);
    expect(stderr.join('')).toBe(
      '[resources/loop] props.maxIterations: expected an integer from 1 to 1000, not 0 [props]\n',
    );
    expect(readdirSync(out)).toEqual(['kept.yaml']);
    expect(readFileSync(kept, 'utf8')).toContain('Generated by');
  } finally {
    rmSync(out, { recursive: true });
  }
});

function appWith(props: RemediationProps): App {
  const app = new App();
  new RemediationLoop(new Folder(app, 'resources', { path: 'r' }), 'loop', props);
  return app;
}

function refusal(props: object): ValidationError {
  try {
    appWith(props as RemediationProps);
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error('The props were accepted');
}
