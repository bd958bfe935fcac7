import { referenceTo } from '../argo-events/references/reference';
import { backoff, type Retry } from '../argo-events/retry';
import { type Finding, finding, ValidationError } from '../validation';
import { checkBus } from './check-bus';
import { checkPodTemplates } from './check-pod-template';
import type { PullRequestLabels, RemediationProps, RemediationRun, Resync } from './props';

/** Everything that is wrong with the props, whatever the types let through. */
export function checkProps(props: RemediationProps): Finding[] {
  const findings: Finding[] = [];
  const check: Check = (name, value, fits, allowed) => {
    if (value !== undefined && !fits(value)) {
      findings.push(finding(`RemediationProps.${name}`, 'Value is not allowed', value, allowed));
    }
  };
  for (const name of Object.keys(props).filter((key) => !KNOWN.includes(key as keyof RemediationProps))) {
    findings.push(finding(`RemediationProps.${name}`, 'Prop is not known', name, KNOWN));
  }
  check('name', props.name, isName(30), 'a DNS label of at most 30 characters');
  check('repository', props.repository, matches(REPOSITORY), 'owner/name as GitHub spells it');
  check('sensorNamespace', props.sensorNamespace, isName(63), DNS_LABEL);
  check('agentNamespace', props.agentNamespace, isName(63), DNS_LABEL);
  check('eventSourceName', props.eventSourceName, isName(63), DNS_LABEL);
  check('eventName', props.eventName, matches(/^[A-Za-z0-9_-]{1,63}$/), 'letters, digits, - and _');
  check('eventBusName', props.eventBusName, isName(63), DNS_LABEL);
  check('marker', props.marker, isText, 'a text that is not blank');
  checkReviewers(props, check);
  checkCodeRun(props, findings);
  check('maxIterations', props.maxIterations, isInteger(1, 1000), 'an integer from 1 to 1000');
  for (const name of ['retry', 'recordRetry'] as const) checkRetry(name, props[name], findings);
  for (const [name, label] of Object.entries(props.labels ?? {})) {
    if (!LABELS.includes(name)) {
      findings.push(finding(`RemediationProps.labels.${name}`, 'Label is not known', name, LABELS));
    }
    check(`labels.${name}`, label, isLabel, 'a label of 1 to 50 characters without a comma');
  }
  check(
    'githubApiUrl',
    props.githubApiUrl,
    isApiUrl,
    'an https URL without query, fragment and slash at the end',
  );
  for (const name of ['githubToken', 'webhookSecret'] as const) {
    const secret = props[name];
    if (secret === undefined) continue;
    check(`${name}.name`, secret.name ?? null, matches(SUBDOMAIN), 'the name of a Secret');
    check(`${name}.key`, secret.key ?? null, matches(/^[A-Za-z0-9._-]{1,253}$/), 'the key of a Secret');
  }
  check('kubectlImage', props.kubectlImage, matches(PINNED_IMAGE), 'an image with its digest, name@sha256:…');
  checkResync(props, check, findings);
  check('shards', props.shards, isInteger(1, 64), 'an integer from 1 to 64');
  checkServiceAccount(props, check);
  findings.push(...checkPodTemplates(props.podTemplate), ...checkBus(props.bus));
  for (const name of ['guardRails', 'otherJobs', 'otherConfigMaps'] as const) {
    check(name, props[name], isBoolean, 'true or false');
  }
  check('codeRunDefaults', props.codeRunDefaults, isListOf(FIELD), 'a list of names of fields');
  check(
    'injectedMetadata',
    props.injectedMetadata,
    isListOf(LABEL),
    'a list of keys of labels and annotations',
  );
  checkOpenings(props, findings);
  return findings;
}

type Fits = (value: unknown) => boolean;
type Check = (name: string, value: unknown, fits: Fits, allowed: string) => void;

const KNOWN = [
  'name',
  'repository',
  'sensorNamespace',
  'agentNamespace',
  'eventSourceName',
  'eventName',
  'eventBusName',
  'marker',
  'reviewers',
  'codeRun',
  'maxIterations',
  'retry',
  'recordRetry',
  'labels',
  'githubApiUrl',
  'githubToken',
  'webhookSecret',
  'kubectlImage',
  'resync',
  'shards',
  'serviceAccount',
  'podTemplate',
  'bus',
  'guardRails',
  'otherJobs',
  'otherConfigMaps',
  'codeRunDefaults',
  'injectedMetadata',
] as const satisfies readonly (keyof RemediationProps)[];

const LABELS: readonly string[] = [
  'readyForQa',
  'inProgress',
  'iterationPrefix',
  'exhausted',
  'notRecorded',
] satisfies readonly (keyof PullRequestLabels)[];

const DNS_LABEL = 'a DNS label: a-z, 0-9 and - inside, at most 63 characters';
const SUBDOMAIN = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\[bot\])?$/;
const FIELD = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;
const LABEL = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PINNED_IMAGE = /^[a-z0-9][A-Za-z0-9._:/-]*@sha256:[0-9a-f]{64}$/;

function checkReviewers({ reviewers }: RemediationProps, check: Check): void {
  check('reviewers', reviewers, (value) => Array.isArray(value) && value.length > 0, 'one login or more');
  if (!Array.isArray(reviewers)) return;
  for (const [index, reviewer] of reviewers.entries()) {
    check(
      `reviewers.${index}`,
      reviewer ?? null,
      isReviewer,
      'a login of GitHub, such as "octocat" or "app[bot]", or { login, id }',
    );
  }
}

/** References to no event: enough to see which kind of object the function makes. */
const ANY_RUN = referenceTo({ dependency: 'run', part: 'data', path: [] }) as unknown as RemediationRun;

// The kind of the CodeRun has to be known when the app is synthesized: it is watched, and allowed, by its resource.
function checkCodeRun({ codeRun }: RemediationProps, findings: Finding[]): void {
  if (codeRun === undefined) return;
  const path = 'RemediationProps.codeRun';
  if (typeof codeRun !== 'function') {
    findings.push(finding(path, 'Value is not allowed', codeRun, 'a function of the run'));
    return;
  }
  try {
    const { apiVersion, kind } = codeRun(ANY_RUN) ?? {};
    if (!matches(/^[a-z0-9.-]+\/v[a-z0-9]+$/)(apiVersion)) {
      findings.push(finding(`${path}().apiVersion`, 'Value is not allowed', apiVersion, 'group/version'));
    }
    if (!matches(/^[A-Z][A-Za-z0-9]*$/)(kind)) {
      findings.push(finding(`${path}().kind`, 'Value is not allowed', kind, 'a kind such as "CodeRun"'));
    }
  } catch (error) {
    findings.push({ path, message: `Function fails: ${(error as Error).message}` });
  }
}

function checkServiceAccount({ serviceAccount }: RemediationProps, check: Check): void {
  if (serviceAccount === undefined) return;
  check(
    'serviceAccount.name',
    serviceAccount.name ?? null,
    matches(SUBDOMAIN),
    'the name of a ServiceAccount',
  );
  check('serviceAccount.dedicated', serviceAccount.dedicated, isBoolean, 'true or false');
}

const RESYNC = ['schedule', 'batch', 'pause'] as const satisfies readonly (keyof Resync)[];

function checkResync({ resync }: RemediationProps, check: Check, findings: Finding[]): void {
  for (const name of Object.keys(resync ?? {}).filter((key) => !RESYNC.includes(key as keyof Resync))) {
    findings.push(finding(`RemediationProps.resync.${name}`, 'Prop is not known', name, RESYNC));
  }
  check('resync.schedule', resync?.schedule, isSchedule, 'five fields of cron, such as "*/5 * * * *"');
  check('resync.batch', resync?.batch, isInteger(1, 1000), 'an integer from 1 to 1000');
  check('resync.pause', resync?.pause, isInteger(1, 86_400), 'seconds, an integer from 1 to 86400');
}

function checkRetry(name: string, retry: Retry | undefined, findings: Finding[]): void {
  if (retry === undefined) return;
  try {
    backoff(retry);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    findings.push(...error.findings.map(({ message }) => ({ path: `RemediationProps.${name}`, message })));
  }
}

/** What the policies leave to others is nobody's when the account is the loop's alone, or when there are no policies. */
function checkOpenings(props: RemediationProps, findings: Finding[]): void {
  for (const name of ['otherJobs', 'otherConfigMaps'] as const) {
    const path = `RemediationProps.${name}`;
    if (props[name] === true && props.serviceAccount?.dedicated === true) {
      const message = `${name}: true contradicts serviceAccount.dedicated: true, which says that no other sensor uses the account; remove one of the two`;
      findings.push({ path, message });
    }
    if (props[name] === false && props.guardRails === false) {
      const message = `${name}: false has no effect with guardRails: false, since only a policy can refuse them; remove one of the two`;
      findings.push({ path, message });
    }
  }
}

const isListOf =
  (pattern: RegExp): Fits =>
  (value) =>
    Array.isArray(value) && value.every(matches(pattern));

const matches =
  (pattern: RegExp): Fits =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

const isName =
  (longest: number): Fits =>
  (value) =>
    typeof value === 'string' && value.length <= longest && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(value);

const isInteger =
  (least: number, most: number): Fits =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const isBoolean: Fits = (value) => typeof value === 'boolean';

const isText: Fits = (value) => typeof value === 'string' && value.trim() !== '';

const isReviewer: Fits = (value) => {
  if (typeof value !== 'object' || value === null) return matches(LOGIN)(value);
  const { login, id, ...rest } = value as Readonly<Record<string, unknown>>;
  return matches(LOGIN)(login) && isInteger(1, Number.MAX_SAFE_INTEGER)(id) && Object.keys(rest).length === 0;
};

const isLabel: Fits = (value) =>
  isText(value) && (value as string).length <= 50 && !/[,\n]/.test(value as string);

const isApiUrl: Fits = (value) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, search, hash, username } = new URL(value);
  return protocol === 'https:' && search === '' && hash === '' && username === '' && !value.endsWith('/');
};

// As robfig/cron reads it, which the CronJob controller uses; names of months and days are left to it.
const isSchedule: Fits = (value) => {
  if (typeof value !== 'string') return false;
  const fields = value.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => /^[\dA-Za-z*?]+([-/,][\dA-Za-z*]+)*$/.test(field));
};
