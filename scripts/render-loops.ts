import { join } from 'node:path';
import { App } from 'cdk8s';
import { eventReference } from '../src/argo-events/dependency';
import { Folder } from '../src/gitops/folder';
import { renderTree } from '../src/gitops/tree';
import { applyPlan, planWrites } from '../src/gitops/writer';
import { RemediationLoop } from '../src/remediation/loop';
import { RemediationMonitoring } from '../src/remediation/monitoring';
import { RemediationPrerequisites } from '../src/remediation/prerequisites';
import type { RemediationProps } from '../src/remediation/props';
import { taskCodeRun } from '../src/remediation/task-coderun';
import { appOf, TASK_TREE } from '../test/app';
import { libraryApp } from './e2e/library';
import { agentRun, UPGRADES } from './e2e/upgrades';
import { writeRecipes } from './recipes/apps';

// Renders what the suites on the control plane run:
//   tsx scripts/render-loops.ts <folder>
// <folder>/dist is what dist/ is with the task's props, whatever src/main.ts says. <folder>/limited is the prerequisites
// with further options, and <folder>/library the app of somebody who has no loop, and <folder>/recipes/<page> that of a recipe, and
// <folder>/waves all that Argo CD applies. Each other loop becomes <folder>/<name>/: test/e2e/suite/loop.go, chaos/, bench/ and
// upgrades/ know them by the same names.

// A run or an acknowledgement that is refused, and a task that waits, come round within seconds. Storing a comment is tried
// for longer than any outage that the suite makes.
const chaosAlone: RemediationProps = {
  name: 'chaos',
  pullRequests: eventReference('github', 'issue_comment'),
  github: { repository: 'octo-org/chaos' },
  namespaces: { agents: 'chaos-agents' },
  serviceAccount: { name: 'chaos', dedicated: true },
  retries: {
    codeRun: { steps: 3, duration: '1s', factor: 2, jitter: 0.1 },
    store: { steps: 40, duration: '1s', factor: 1.1, jitter: 0.1 },
  },
  resync: { schedule: '* * * * *', pause: 20 },
};

// Addresses of the rig: of the API server, the stand-in for GitHub, and the bus outside the cluster.
const networkPolicies: RemediationProps['networkPolicies'] = {
  apiServer: { cidrs: ['10.96.0.1/32'], ports: [443] },
  github: { cidrs: ['192.0.2.10/32'] },
  bus: { cidrs: ['10.244.0.1/32'] },
};

// The prerequisites of dist/ with what only they have of the options.
const LIMITED: RemediationProps = {
  networkPolicies,
  externalSecrets: { webhookSecret: { store: 'vault', key: 'github/webhook', property: 'secret' } },
};

// What a production cluster turns on besides. No operator makes Secrets here, and rework shows those.
const chaos: RemediationProps = {
  ...chaosAlone,
  networkPolicies,
  quota: { codeRuns: 100_000, jobs: 100_000, in: 'resources' },
  monitoring: { waitingMinutes: 1 },
  podTemplate: {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
    env: [{ name: 'NO_PROXY', value: '$(KUBERNETES_SERVICE_HOST),.svc' }],
  },
};

// A scenario runs the redelivery. By itself it would come in the middle of those that lose deliveries.
const NEVER = '0 0 29 2 *';

const LOOPS: Readonly<Record<string, RemediationProps>> = {
  // An account of its own and short retries: what happens after the last of them is seen within a minute. Its GitHub is
  // trusted by the CA bundle alone, and its pods are as a cluster may ask.
  rework: {
    name: 'rework',
    github: {
      repository: 'octo-org/widgets',
      apiUrl: 'https://github.example.com/api/v3',
      token: { name: 'rework-token', key: 'header' },
    },
    externalSecrets: {
      githubApp: {
        appId: '12345',
        installationId: '67890',
        privateKey: { name: 'rework-app', key: 'private-key.pem' },
      },
    },
    networkPolicies,
    redelivery: { token: { name: 'rework-redelivery', key: 'header' }, schedule: NEVER },
    namespaces: { agents: 'rework-agents' },
    serviceAccount: { name: 'rework', dedicated: true },
    retries: {
      codeRun: { steps: 3, duration: '1s', factor: 2 },
      store: { steps: 4, duration: '1s', factor: 2 },
    },
    resync: { schedule: '* * * * *', pause: 10 },
    maxIterations: 3,
    // Small, so that a test can fill it.
    quota: { codeRuns: 60, jobs: 100, in: 'resources' },
    monitoring: { waitingMinutes: 1 },
    podTemplate: {
      imagePullSecrets: [{ name: 'registry' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
      env: [{ name: 'NO_PROXY', value: '$(KUBERNETES_SERVICE_HOST),.svc' }],
      sensors: { caBundle: { name: 'corporate-ca', key: 'ca-bundle.crt' } },
      jobs: {
        resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      },
    },
  },
  // It hears of pull requests that are closed. One iteration: what comes after it waits.
  closing: {
    name: 'closing',
    github: { repository: 'octo-org/closing' },
    pullRequests: eventReference('github', 'issue_comment'),
    // The id is that of RepositoryID in test/e2e/cluster/github.
    redelivery: {
      organization: { repositoryId: 417_967_905 },
      token: { name: 'closing-redelivery', key: 'header' },
      schedule: NEVER,
    },
    namespaces: { agents: 'closing-agents' },
    serviceAccount: { name: 'closing', dedicated: true },
    resync: { schedule: '* * * * *', pause: 10 },
    maxIterations: 1,
  },
  // Another kind of CodeRun. Four sensors share its tasks.
  agents: {
    name: 'agents',
    github: { repository: 'octo-org/gadgets' },
    namespaces: { agents: 'web-agents' },
    shards: 4,
    codeRun: agentRun,
  },
  // What the props open and close for others who use the account, in the policy suite.
  closed: {
    name: 'closed',
    namespaces: { agents: 'closed-agents' },
    policies: {
      otherConfigMaps: false,
      codeRunDefaults: ['model'],
      injectedMetadata: ['team', 'example.com/owner'],
    },
  },
  open: { name: 'open', namespaces: { agents: 'open-agents' }, policies: { otherJobs: true } },
  // The task's CodeRun with changes, other agents that are cancelled, and closed pull requests.
  built: {
    pullRequests: eventReference('github', 'issue_comment'),
    name: 'built',
    github: { repository: 'octo-org/built' },
    namespaces: { agents: 'built-agents' },
    cancelledAgents: { agentTypes: ['qa'], label: 'example.com/agent', running: {} },
    codeRun: (run) => {
      const own = taskCodeRun(run);
      const numbers = {
        task: run.taskNumber,
        attempt: run.iterationNumber,
        attempts: run.maxIterationsNumber,
      };
      const env = { ...own.spec.env, LANGUAGE: 'de' };
      const { labels, annotations } = own.metadata;
      return {
        ...own,
        metadata: {
          labels: { ...labels, team: 'blue' },
          annotations: { ...annotations, 'example.com/tier': 'one' },
          finalizers: ['example.com/cleanup'],
        },
        spec: {
          ...own.spec,
          github_app: '5DLabs-Blaze',
          env,
          numbers,
          steps: [{ name: 'fix', task: run.task }],
        },
      };
    },
  },
  chaos,
  'chaos-sharded': { ...chaos, shards: 4 },
  ...UPGRADES,
  // What the benchmark compares.
  ...Object.fromEntries([1, 2, 4, 8].map((shards) => [`shards-${shards}`, { shards }])),
};

// What Argo CD applies, from nothing, while comments come in: with an event source of its own.
const WAVES: RemediationProps = {
  name: 'waves',
  github: { repository: 'octo-org/waves' },
  comments: eventReference('waves', 'issue_comment'),
  namespaces: { agents: 'waves-agents' },
  serviceAccount: { name: 'waves', dedicated: true },
  argoCd: {
    repoURL: 'https://git.example.com/acme/remediation.git',
    folders: ['resources', 'prerequisites', 'monitoring'],
  },
};

/** The janitor of the loop that is killed comes every minute, and its days are seconds. No prop can say so. */
const SECONDS: Readonly<Record<string, string>> = {
  LABELLED_AFTER: '15',
  EMPTY_STAYS: '30',
  RETENTION: '60',
};

/** The loops that are watched. */
const WATCHED = ['rework', 'chaos', 'chaos-sharded'];

/** Their exporters list every two seconds. */
function withQuickExporter(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...tree].map(([path, yaml]) => [
      path,
      path.endsWith('-exporter-deployment.yaml')
        ? replaced(yaml, /(name: PAUSE\n\s+value: )"\d+"/, '$1"2"')
        : yaml,
    ]),
  );
}

function withQuickJanitor(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...tree].map(([path, yaml]) => {
      if (!path.endsWith('/chaos-janitor-cronjob.yaml')) return [path, yaml];
      const seconds = Object.entries(SECONDS).reduce(
        (text, [name, value]) =>
          replaced(text, new RegExp(`(name: ${name}\\n\\s+value: )"\\d+"`), `$1"${value}"`),
        yaml,
      );
      return [path, replaced(seconds, /schedule: .*/, "schedule: '* * * * *'")];
    }),
  );
}

/** @throws Error when it is not there: the suite would wait for days or minutes */
function replaced(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Error(`The object has no ${what}`);
  return text.replace(what, by);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: tsx scripts/render-loops.ts <folder>');
applyPlan(planWrites(join(folder, 'dist'), TASK_TREE));
const limited = new App();
new RemediationPrerequisites(
  new Folder(limited, 'prerequisites', { path: 'prerequisites' }),
  'limited',
  LIMITED,
);
applyPlan(planWrites(join(folder, 'limited'), renderTree(limited)));
applyPlan(planWrites(join(folder, 'library'), renderTree(libraryApp())));
writeRecipes(join(folder, 'recipes'));
applyPlan(planWrites(join(folder, 'waves'), renderTree(appOf(WAVES))));
for (const [name, props] of Object.entries(LOOPS)) {
  const app = new App();
  new RemediationLoop(new Folder(app, 'resources', { path: 'infra/gitops/resources' }), name, props);
  if (WATCHED.includes(name)) {
    new RemediationMonitoring(
      new Folder(app, 'monitoring', { path: 'infra/gitops/monitoring' }),
      name,
      props,
    );
  }
  applyPlan(planWrites(join(folder, name), withQuickExporter(withQuickJanitor(renderTree(app)))));
}
