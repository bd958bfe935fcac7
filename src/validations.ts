import type { IConstruct } from 'constructs';
import type { Finding } from './findings/finding';
import { lineWithin } from './findings/line';
import { finding } from './findings/refuse';
import { ValidationError } from './findings/validation-error';
import { addWarning, printWarnings } from './warnings';

// cdk8s knows texts only. What a check finds is kept beside the texts, so that `validate` can return it.
const FOUND = new WeakMap<IConstruct, Map<string, Finding>>();

/**
 * Adds a check to a construct: cdk8s runs it as a validation. Errors refuse the app, and warnings are printed. A
 * ValidationError that the check throws counts as its findings.
 */
export function addCheck(scope: IConstruct, check: () => readonly Finding[]): void {
  scope.node.addValidation({
    validate: () => {
      const findings = findingsOf(check).map((found) => ({ construct: pathOf(scope), ...found }));
      for (const warning of findings.filter(({ severity }) => severity === 'warning')) {
        addWarning(scope, warning);
      }
      printWarnings(scope);
      const errors = findings.filter(({ severity }) => severity === 'error');
      const found = FOUND.get(scope) ?? new Map<string, Finding>();
      FOUND.set(scope, found);
      return errors.map((error) => {
        const text = textAt(scope, error);
        found.set(text, error);
        return text;
      });
    },
  });
}

const ABOUT_OTHERS = new WeakMap<IConstruct, Map<string, Finding>>();

/**
 * Adds an error to the next validation of another construct, which has to be one below: cdk8s validates from the root
 * down. cdk8s puts the path of the validated construct before an error, and that of an app is empty.
 */
export function reportLater(construct: IConstruct, error: Finding): void {
  const errors = ABOUT_OTHERS.get(construct) ?? new Map<string, Finding>();
  if (!ABOUT_OTHERS.has(construct)) {
    ABOUT_OTHERS.set(construct, errors);
    addCheck(construct, () => {
      const found = [...errors.values()];
      errors.clear();
      return found;
    });
  }
  errors.set(lineWithin(error), error);
}

/**
 * Runs the validations of a construct, each once.
 *
 * @returns what our own checks found, as data, and each text of another validation as a finding of the check
 * `validation`
 */
export function validate(construct: IConstruct): Finding[] {
  FOUND.delete(construct);
  const texts = construct.node.validate();
  const found = FOUND.get(construct);
  return texts.map(
    (text) => found?.get(text) ?? finding('validation', text, { construct: pathOf(construct) }),
  );
}

/** The path of a construct; that of the app, which is empty, is `app`. */
export function pathOf(construct: IConstruct): string {
  return construct.node.path || 'app';
}

function findingsOf(check: () => readonly Finding[]): readonly Finding[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof ValidationError) return error.findings;
    throw error;
  }
}

/** cdk8s puts the path of the validated construct in front. */
function textAt(scope: IConstruct, error: Finding): string {
  const owner = error.construct === pathOf(scope) ? '' : `${error.construct}: `;
  return owner + lineWithin(error);
}
