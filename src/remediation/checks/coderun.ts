import {
  describeSlot,
  isSlot,
  parameterSource,
  type Raw,
  type StringSlot,
} from '../../argo-events/references/slot';
import { type Allowed, type Finding, finding, quote, ValidationError } from '../../validation';
import type { CodeRunFunction } from '../props/run';
import { codeRunOf, RESERVED_METADATA, RUN_DATA } from '../requested-run';
import { isLabelValue, isObject, matches } from './values';

/**
 * Whether the function makes an object that can be the CodeRun of a loop. The kind has to be known at synth, because the
 * event source and the Roles name its resource.
 *
 * @param path that of the construct whose prop it is
 * @param name that of the prop
 */
export function checkCodeRun(path: string, name: string, codeRun: unknown): Finding[] {
  if (typeof codeRun !== 'function') {
    return [finding(path, `${name} is not allowed`, codeRun, 'a function of the run')];
  }
  const findings: Finding[] = [];
  try {
    const template: unknown = codeRunOf(codeRun as CodeRunFunction);
    checkTemplate(`${name}()`, template, {
      refuse: (...wording) => findings.push(finding(path, ...wording)),
      tell: (message) => findings.push({ path, message }),
    });
  } catch (error) {
    findings.push({ path, message: `${name} ${causeOf(error)}` });
  }
  return findings;
}

/** Why the function fails. If it uses a value of the run as a plain text, the message names the field of the run. */
function causeOf(error: unknown): string {
  const findings = error instanceof ValidationError ? error.findings : [];
  const isMisused = (value: StringSlot | Raw<unknown>) =>
    findings.some(
      ({ path, message }) => path === describeSlot(value) && message.includes('used as a plain value'),
    );
  const [field] = Object.entries(RUN_DATA).find(([, value]) => isMisused(value)) ?? [];
  if (field === undefined) return `fails: ${error instanceof Error ? error.message : error}`;
  const told = `uses run.${field} as a plain text, and it is known only when an event comes`;
  // A number has a text beside it: run.prNumber is run.pr.
  const compose = `text\`…\${run.${field.replace(/Number$/, '')}}…\``;
  return `${told}: put it in a field by itself, or compose a text, ${compose}, with text from './argo-events/references/slot' (in the package, from 'cdk8s-argo-events')`;
}

interface Report {
  /** What is wrong, the value, and what is allowed instead. */
  readonly refuse: (what: string, value: unknown, allowed?: Allowed) => void;
  /** A whole sentence. */
  readonly tell: (message: string) => void;
}

function checkTemplate(name: string, template: unknown, { refuse, tell }: Report): void {
  if (!isObject(template) || isSlot(template)) {
    refuse(`${name} is not allowed`, template, 'an object with apiVersion and kind');
    return;
  }
  const { apiVersion, kind, metadata = {} } = template;
  if (!matches(/^[a-z0-9.-]+\/v[a-z0-9]+$/)(apiVersion)) {
    refuse(`${name}.apiVersion is not allowed`, apiVersion, 'group/version');
  }
  if (!matches(/^[A-Z][A-Za-z0-9]*$/)(kind)) {
    refuse(`${name}.kind is not allowed`, kind, 'a kind such as "CodeRun"');
  }
  checkMembers(`${name}.metadata`, metadata, RESERVED_METADATA.metadata, { refuse, tell });
  if (!isObject(metadata)) return;
  const { finalizers = [] } = metadata;
  if (!Array.isArray(finalizers) || !finalizers.every((one) => typeof one === 'string')) {
    refuse(`${name}.metadata.finalizers is not allowed`, finalizers, 'a list of texts');
  }
  for (const field of ['labels', 'annotations'] as const) {
    const path = `${name}.metadata.${field}`;
    const members = metadata[field] ?? {};
    checkMembers(path, members, RESERVED_METADATA[field], { refuse, tell });
    if (!isObject(members)) continue;
    for (const [key, value] of Object.entries(members)) {
      if (value !== undefined && !(field === 'labels' ? isLabelSlot(value) : isText(value))) {
        refuse(`${path}["${key}"] is not allowed`, isSlot(value) ? 'a number' : value, TEXTS[field]);
      }
    }
  }
}

const TEXTS = {
  labels: 'a text of the run, such as run.pr, or a label value: at most 63 letters, digits, -, _ and .',
  annotations: 'a text, or one of the run, such as run.pr',
};

function checkMembers(path: string, value: unknown, own: readonly string[], { refuse, tell }: Report): void {
  if (!isObject(value) || isSlot(value)) {
    refuse(`${path} is not allowed`, isSlot(value) ? 'a value of the run' : value, 'an object');
    return;
  }
  for (const key of Object.keys(value).filter((one) => own.includes(one))) {
    tell(`${path} has a field of the loop's own: ${quote(key)}: remove it, the loop sets it`);
  }
}

/** Refuses a number of the run here, because the API server takes texts only. */
const isText = (value: unknown): boolean =>
  isSlot(value) ? parameterSource(value).useRawData !== true : typeof value === 'string';

const isLabelSlot = (value: unknown): boolean => isText(value) && (isSlot(value) || isLabelValue(value));
