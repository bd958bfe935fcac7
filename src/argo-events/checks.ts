import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Template } from '../../imports/argo-events';
import { checkObject, checkSet, type LintFinding } from '../lint/check';
import type { PlainObject } from '../lint/rule';
import { RULES } from '../lint/rules';
import { type SchemaName, schemaFindings } from '../lint/schema';
import { WARNING } from '../validation';
import { externalsOf } from './external';
import type { Manifest } from './manifest';

/**
 * Checks the object as it is rendered, JSON patches included: against the closed schema of its kind, by the rules
 * about single objects, and, with all objects of the app, by the rules about all together. Errors are findings of
 * the construct, warnings its metadata.
 */
export function checkManifest(scope: Construct, schema: SchemaName, manifest: Manifest): void {
  scope.node.addValidation({
    validate: () => {
      const object = manifest.toJson();
      return [...schemaFindings(schema, object), ...reportFindings(scope, checkObject(object))];
    },
  });
  checkWholeApp(scope.node.root);
}

/** What the closed schema refuses in the pod template of a sensor; places are those in a pod template and a container. */
export function podTemplateFindings(template: Template): string[] {
  const PLACE = /^spec\.template\.(?:container\.)?/;
  return schemaFindings('sensor', { spec: { template } })
    .filter((line) => PLACE.test(line))
    .map((line) => line.replace(PLACE, ''));
}

// renderTree finds objects that are there twice by itself, and says which construct has the other one.
const SET_RULES = RULES.filter(({ id }) => id !== 'duplicate-object');

const CHECKED_APPS = new WeakSet<IConstruct>();

// Once for each app, whichever construct of ours comes first.
function checkWholeApp(root: IConstruct): void {
  if (CHECKED_APPS.has(root)) return;
  CHECKED_APPS.add(root);
  root.node.addValidation({
    validate: () => {
      const owners = new Map<PlainObject, IConstruct>();
      for (const construct of root.node.findAll().filter(ApiObject.isApiObject)) {
        owners.set(construct.toJson() as PlainObject, construct);
      }
      const findings = checkSet([...owners.keys()], externalsOf(root), SET_RULES);
      return findings.flatMap((finding) => {
        const owner = owners.get(finding.object) ?? root;
        return reportFindings(owner, [finding]).map((message) => `${owner.node.path}: ${message}`);
      });
    },
  });
}

/** The errors as messages; the warnings go to the metadata of the construct. */
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
