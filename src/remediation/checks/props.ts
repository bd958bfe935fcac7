import { checkRetry } from '../../argo-events/retry';
import { type Finding, finding } from '../../validation';
import type { RemediationProps } from '../props';
import { given } from '../settings';
import { checkCancelledAgents } from './agents';
import { checkBus } from './bus';
import { checkCodeRun } from './coderun';
import { DEFAULT_LABELS, findLabelClashes, isLabel, isLabelPrefix } from './labels';
import { checkOpenings } from './openings';
import { checkPodTemplates } from './pod-template';
import { isSchedule } from './schedule';
import {
  type CheckObject,
  type Fields,
  type Fits,
  isApiUrl,
  isBoolean,
  isDataKey,
  isInteger,
  isList,
  isName,
  isObject,
  isPinnedImage,
  isSubdomain,
  isText,
  lacksField,
  matches,
  type Refuse,
  unknownFields,
} from './values';

/**
 * Everything that is wrong with the props, also what the types refuse: a user may write JavaScript, or cast.
 *
 * @param path that of the construct that they are props of
 */
export function checkProps(path: string, props: RemediationProps): Finding[] {
  if (!isObject(props as unknown)) return [finding(path, 'props are not allowed', props, 'an object')];
  const findings: Finding[] = [];
  const refuse: Refuse = (what, value, allowed) => findings.push(finding(path, what, value, allowed));
  const check: Check = (name, value, fits, allowed) => {
    if (value !== undefined && !fits(value)) refuse(`props.${name} is not allowed`, value, allowed);
  };
  // These findings have the name of a prop as their path, and need that of the construct.
  const told = ({ path: name, message }: Finding): Finding => ({ path, message: `${name} ${message}` });
  const checkObject: CheckObject = (name, value, fields, needed = []) => {
    if (value === undefined) return;
    const known = Object.keys(fields);
    if (!isObject(value)) {
      refuse(`props.${name} is not allowed`, value, `an object of ${known.join(', ')}`);
      return;
    }
    findings.push(...unknownFields(`props.${name}`, value, known).map(told));
    for (const [key, [fits, allowed]] of Object.entries(fields)) {
      if (value[key] === undefined && needed.includes(key))
        findings.push(told(lacksField(`props.${name}`, key)));
      check(`${name}.${key}`, value[key], fits, allowed);
    }
  };

  findings.push(...unknownFields('props', props, KNOWN).map(told));
  check('name', props.name, isName(30), 'a DNS label of at most 30 characters');
  check(
    'repository',
    props.repository,
    matches(REPOSITORY),
    'owner/name as GitHub spells it, without ".git" at the end',
  );
  check('sensorNamespace', props.sensorNamespace, isName(63), DNS_LABEL);
  check('agentNamespace', props.agentNamespace, isName(63), DNS_LABEL);
  check('eventSourceName', props.eventSourceName, isName(63), DNS_LABEL);
  check('eventName', props.eventName, matches(/^[A-Za-z0-9_-]{1,63}$/), 'letters, digits, - and _');
  check('eventBusName', props.eventBusName, isName(63), DNS_LABEL);
  check('marker', props.marker, isText, 'a text that is not blank');
  checkReviewers(props, check, refuse);
  findings.push(...checkCodeRun(path, props.codeRun));
  checkCancelledAgents(props, checkObject, refuse);
  check('maxIterations', props.maxIterations, isInteger(1, 1000), 'an integer from 1 to 1000');
  for (const name of ['retry', 'recordRetry'] as const) {
    if (props[name] !== undefined) findings.push(...checkRetry(path, `props.${name}`, props[name]));
  }
  checkLabels(props, checkObject, refuse);
  check('githubApiUrl', props.githubApiUrl, isApiUrl, API_URL);
  checkObject('githubToken', props.githubToken, SECRET_KEY, ['name', 'key']);
  checkObject('webhookSecret', props.webhookSecret, SECRET_KEY, ['name', 'key']);
  check('kubectlImage', props.kubectlImage, isPinnedImage, 'an image with its digest, name@sha256:…');
  checkObject('resync', props.resync, {
    schedule: [isSchedule, SCHEDULE],
    batch: [isInteger(1, 1000), 'an integer from 1 to 1000'],
    pause: [isInteger(1, 86_400), 'seconds, an integer from 1 to 86400'],
  });
  checkObject('retention', props.retention, {
    days: [isInteger(8, 3650), 'days, an integer from 8 to 3650: the bus keeps events for 7'],
    runStatus: [isRunStatus, '{ path: "status.phase", finished: ["Succeeded", "Failed"] } or the like'],
  });
  check('shards', props.shards, isInteger(1, 64), 'an integer from 1 to 64');
  checkObject(
    'serviceAccount',
    props.serviceAccount,
    { name: [isSubdomain, 'the name of a ServiceAccount'], dedicated: [isBoolean, 'true or false'] },
    ['name'],
  );
  findings.push(...[...checkPodTemplates(props.podTemplate), ...checkBus(props.bus)].map(told));
  for (const name of ['policies', 'otherJobs', 'otherConfigMaps'] as const) {
    check(name, props[name], isBoolean, 'true or false');
  }
  findings.push(...checkOpenings(path, props));
  return findings;
}

type Check = (name: string, value: unknown, fits: Fits, allowed: string) => void;

const KNOWN = Object.keys({
  name: true,
  repository: true,
  sensorNamespace: true,
  agentNamespace: true,
  eventSourceName: true,
  eventName: true,
  eventBusName: true,
  marker: true,
  reviewers: true,
  codeRun: true,
  cancelledAgents: true,
  maxIterations: true,
  retry: true,
  recordRetry: true,
  labels: true,
  githubApiUrl: true,
  githubToken: true,
  webhookSecret: true,
  kubectlImage: true,
  resync: true,
  retention: true,
  shards: true,
  serviceAccount: true,
  podTemplate: true,
  bus: true,
  policies: true,
  otherJobs: true,
  otherConfigMaps: true,
  codeRunDefaults: true,
  injectedMetadata: true,
} satisfies Record<keyof RemediationProps, true>);

const DNS_LABEL = 'a DNS label: a-z, 0-9 and - inside, at most 63 characters';
const API_URL = 'an https URL without user, query, fragment and slash at the end';
const SCHEDULE =
  'five fields of cron, such as "*/5 * * * *": minute 0-59, hour 0-23, day 1-31 that exists, month 1-12, weekday 0-6';
// Accounts that a company manages have an underscore in their login.
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/i;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?$/;
const REVIEWER = 'a login of GitHub, such as "octocat" or "app[bot]", or { login, id }';
const SECRET_KEY: Fields = {
  name: [isSubdomain, 'the name of a Secret'],
  key: [isDataKey, 'the key of a Secret'],
};

const isReviewer: Fits = (value) => {
  if (!isObject(value)) return matches(LOGIN)(value);
  const { login, id, ...rest } = value;
  return matches(LOGIN)(login) && isInteger(1, Number.MAX_SAFE_INTEGER)(id) && Object.keys(rest).length === 0;
};

// Both stand in a script of the janitor.
const isRunStatus: Fits = (value) => {
  if (!isObject(value)) return false;
  const { path, finished, ...rest } = value;
  return (
    matches(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/)(path) &&
    isList(finished) &&
    (finished as unknown[]).every(matches(/^[A-Za-z0-9_-]{1,63}$/)) &&
    Object.keys(rest).length === 0
  );
};

function checkReviewers({ reviewers }: RemediationProps, check: Check, refuse: Refuse): void {
  check('reviewers', reviewers, isList, 'a list of one login or more');
  if (!Array.isArray(reviewers)) return;
  const seen = new Set<string>();
  for (const [index, reviewer] of reviewers.entries()) {
    const name = `reviewers.${index}`;
    check(name, reviewer ?? null, isReviewer, REVIEWER);
    const { login } = isObject(reviewer) ? reviewer : { login: reviewer };
    if (typeof login !== 'string') continue;
    // Beside a bare login, the id of the other one would count for nothing.
    const account = login.toLowerCase();
    if (seen.has(account)) {
      refuse(`props.${name} is in the list already`, reviewer, 'each login once, in whatever case');
    }
    seen.add(account);
  }
}

function checkLabels({ labels }: RemediationProps, checkObject: CheckObject, refuse: Refuse): void {
  checkObject('labels', labels, {
    ...Object.fromEntries(Object.keys(DEFAULT_LABELS).map((name) => [name, [isLabel, LABEL] as const])),
    iterationPrefix: [isLabelPrefix, LABEL_PREFIX],
  });
  const clashes = isObject(labels) ? findLabelClashes({ ...DEFAULT_LABELS, ...given(labels) }) : [];
  for (const { name, value, other } of clashes) {
    refuse(`props.labels.${name} can be taken for ${other}`, value, 'a label of its own');
  }
}

const LABEL = 'a label of 1 to 50 characters without a comma, nor a space at its ends';
const LABEL_PREFIX = 'the beginning of a label: 1 to 40 characters without a comma, nor a space in front';
