import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Template } from '../../imports/argo-events';
import { checkObject, checkSet, type LintFinding } from '../lint/check';
import type { PlainObject } from '../lint/rule';
import { RULES } from '../lint/rules';
import { type SchemaName, schemaFindings } from '../lint/schema';
import { renderedObject } from '../rendered';
import { WARNING } from '../validation';
import { printWarnings } from '../warnings';
import { externalsOf } from './external';
import type { Manifest } from './manifest';

/**
 * Checks the object as it is rendered, after JSON patches: against the closed schema of its kind, and with the lint
 * rules. Errors become findings of the construct, and warnings its metadata.
 */
export function checkManifest(scope: Construct, schema: SchemaName, manifest: Manifest): void {
  scope.node.addValidation({
    validate: () => {
      const object = renderedObject(manifest);
      const errors = [...schemaFindings(schema, object), ...reportFindings(scope, checkObject(object))];
      printWarnings(scope);
      return errors;
    },
  });
  checkWholeApp(scope.node.root);
}

/**
 * What the closed schema refuses in the pod template of a sensor. The paths begin in the pod template, or in its
 * container.
 */
export function podTemplateFindings(template: Template): string[] {
  const PLACE = /^spec\.template\.(?:container\.)?/;
  return schemaFindings('sensor', { spec: { template } })
    .filter((line) => PLACE.test(line))
    .map((line) => line.replace(PLACE, ''));
}

// renderTree finds duplicate objects itself, and names the construct of the other one.
const SET_RULES = RULES.filter(({ id }) => id !== 'duplicate-object');

const CHECKED_APPS = new WeakSet<IConstruct>();

// The first construct adds the check, so that it runs once for each app.
function checkWholeApp(root: IConstruct): void {
  if (CHECKED_APPS.has(root)) return;
  CHECKED_APPS.add(root);
  root.node.addValidation({
    validate: () => {
      const owners = new Map<PlainObject, IConstruct>();
      for (const construct of root.node.findAll().filter(ApiObject.isApiObject)) {
        owners.set(renderedObject(construct), construct);
      }
      const findings = checkSet([...owners.keys()], externalsOf(root), SET_RULES);
      const errors = findings.flatMap((finding) => {
        const owner = owners.get(finding.object) ?? root;
        return reportFindings(owner, [finding]).map((message) => `${owner.node.path}: ${message}`);
      });
      printWarnings(root);
      return errors;
    },
  });
}

/** Returns the errors as messages, and adds the warnings to the metadata of the construct. */
function reportFindings(construct: IConstruct, findings: readonly LintFinding[]): string[] {
  const lines = findings.map(({ path, message, rule, severity }) => ({
    severity,
    line: `${path}: ${message} [${rule}]`,
  }));
  for (const { severity, line } of lines) {
    const isKnown = construct.node.metadata.some(({ type, data }) => type === WARNING && data === line);
    if (severity === 'warning' && !isKnown) construct.node.addMetadata(WARNING, line);
  }
  return lines.filter(({ severity }) => severity === 'error').map(({ line }) => line);
}
