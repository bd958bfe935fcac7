import {
  describeSlot,
  isSlot,
  parameterSource,
  type Raw,
  type StringSlot,
} from '../../argo-events/references/slot';
import type { Finding } from '../../findings/finding';
import { finding, type PropPlace, within, wrongProp } from '../../findings/refuse';
import { ValidationError } from '../../findings/validation-error';
import { quote } from '../../findings/words';
import type { CodeRunFunction } from '../props/run';
import { codeRunOf, RESERVED_METADATA, RUN_DATA } from '../requested-run';
import { isLabelValue, isObject, matches } from './values';

/**
 * Whether the function makes an object that can be the CodeRun of a loop. The kind has to be known at synth, because the
 * event source and the Roles name its resource. The paths go on in the object that the function returns.
 *
 * @param place that of the prop
 */
export function checkCodeRun(place: PropPlace, codeRun: unknown): Finding[] {
  if (typeof codeRun !== 'function') return [wrongProp(place, codeRun, 'a function of the run')];
  try {
    return checkTemplate(place, codeRunOf(codeRun as CodeRunFunction));
  } catch (error) {
    return [failure(place, error)];
  }
}

/** Why the function fails. If it uses a value of the run as a plain text, the message names the field of the run. */
function failure(place: PropPlace, error: unknown): Finding {
  const findings = error instanceof ValidationError ? error.findings : [];
  const isMisused = (value: StringSlot | Raw<unknown>) =>
    findings.some(({ rule, subject }) => rule === 'reference' && subject === describeSlot(value));
  const [field] = Object.entries(RUN_DATA).find(([, value]) => isMisused(value)) ?? [];
  if (field === undefined) {
    const [first] = findings;
    const cause = first?.message ?? (error instanceof Error ? error.message : String(error));
    return finding('props', `the function fails: ${cause}`, {
      ...place,
      ...(first?.help !== undefined && { help: first.help }),
    });
  }
  // A number has a text beside it: run.prNumber is run.pr.
  const compose = `text\`…\${run.${field.replace(/Number$/, '')}}…\``;
  return finding('props', `uses run.${field} as a plain text, but it is known only when an event comes`, {
    ...place,
    help: `put it in a field by itself, or compose a text, ${compose}, with text from './argo-events/references/slot' (in the package, from 'cdk8s-argo-events')`,
  });
}

function checkTemplate(place: PropPlace, template: unknown): Finding[] {
  if (!isObject(template) || isSlot(template)) {
    return [wrongPart(place, template, 'a function that returns an object with apiVersion and kind')];
  }
  const { apiVersion, kind, metadata = {} } = template;
  const findings: Finding[] = [];
  if (!matches(/^[a-z0-9.-]+\/v[a-z0-9]+$/)(apiVersion)) {
    findings.push(wrongPart(within(place, 'apiVersion'), apiVersion, 'group/version'));
  }
  if (!matches(/^[A-Z][A-Za-z0-9]*$/)(kind)) {
    findings.push(wrongPart(within(place, 'kind'), kind, 'a kind such as "CodeRun"'));
  }
  return [...findings, ...checkMetadata(within(place, 'metadata'), metadata)];
}

function checkMetadata(place: PropPlace, metadata: unknown): Finding[] {
  const findings = checkMembers(place, metadata, RESERVED_METADATA.metadata);
  if (!isObject(metadata)) return findings;
  const { finalizers = [] } = metadata;
  if (!Array.isArray(finalizers) || !finalizers.every((one) => typeof one === 'string')) {
    findings.push(wrongPart(within(place, 'finalizers'), finalizers, 'a list of texts'));
  }
  for (const field of ['labels', 'annotations'] as const) {
    const members = metadata[field] ?? {};
    const where = within(place, field);
    findings.push(...checkMembers(where, members, RESERVED_METADATA[field]));
    if (!isObject(members)) continue;
    for (const [key, value] of Object.entries(members)) {
      if (value === undefined || (field === 'labels' ? isLabelSlot(value) : isText(value))) continue;
      findings.push(wrongPart(within(where, key), value, TEXTS[field]));
    }
  }
  return findings;
}

const TEXTS = {
  labels: 'a text of the run, such as run.pr, or a label value: at most 63 letters, digits, -, _ and .',
  annotations: 'a text, or one of the run, such as run.pr',
};

function checkMembers(place: PropPlace, value: unknown, own: readonly string[]): Finding[] {
  if (!isObject(value) || isSlot(value)) return [wrongPart(place, value, 'an object')];
  return Object.keys(value)
    .filter((key) => own.includes(key))
    .map((key) =>
      finding('props', `the loop itself sets ${quote(key)}`, { ...within(place, key), help: 'remove it' }),
    );
}

/** A part of the template that is not what it should be. It may be a value of the run. */
function wrongPart(place: PropPlace, value: unknown, expected: string): Finding {
  if (!isSlot(value)) return wrongProp(place, value, expected);
  const what = isText(value) ? 'a value' : 'a number';
  return finding('props', `expected ${expected}, not ${what} of the run`, place);
}

/** Refuses a number of the run here, because the API server takes texts only. */
const isText = (value: unknown): boolean =>
  isSlot(value) ? parameterSource(value).useRawData !== true : typeof value === 'string';

const isLabelSlot = (value: unknown): boolean => isText(value) && (isSlot(value) || isLabelValue(value));
