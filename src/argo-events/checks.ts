import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Template } from '../../imports/argo-events';
import type { Finding } from '../findings/finding';
import { checkAgainst, checkSet } from '../lint/check';
import type { LintFinding } from '../lint/finding';
import { ADD_OBJECT } from '../lint/resolve';
import type { PlainObject } from '../lint/rule';
import { RULES } from '../lint/rules';
import { schemaFindings } from '../lint/schema';
import type { SchemaName } from '../lint/schemas';
import { renderedObject } from '../rendered';
import { addCheck, reportLater } from '../validations';
import { addWarning } from '../warnings';
import { externalsOf } from './external';
import type { Manifest } from './manifest';

/**
 * Checks the object as it is rendered, after JSON patches: against the closed schema of its kind, and with the lint
 * rules.
 */
export function checkManifest(scope: Construct, schema: SchemaName, manifest: Manifest): void {
  addCheck(scope, () => checkAgainst(schema, renderedObject(manifest)).map(withoutObject));
  checkWholeApp(scope.node.root);
}

/** What the closed schema refuses in the pod template of a sensor. The paths begin in the pod template. */
export function podTemplateFindings(template: Template): Finding[] {
  // The object lacks other fields, which are not the question.
  return schemaFindings('sensor', { spec: { template } })
    .filter(({ path }) => path[0] === 'spec' && path[1] === 'template')
    .map(({ path, object: _, given: __, ...found }) => ({ ...found, path: path.slice(2) }));
}

// renderTree finds duplicate objects itself, and names the construct of the other one. The check missing-grant says more than
// default-account and source-account.
const SET_RULES = RULES.filter(
  ({ id }) => !['default-account', 'duplicate-object', 'source-account'].includes(id),
);

const CHECKED_APPS = new WeakSet<IConstruct>();

// The first construct adds the check, so that it runs once for each app.
function checkWholeApp(root: IConstruct): void {
  if (CHECKED_APPS.has(root)) return;
  CHECKED_APPS.add(root);
  addCheck(root, () => {
    const owners = new Map<PlainObject, IConstruct>();
    for (const construct of root.node.findAll().filter(ApiObject.isApiObject)) {
      owners.set(renderedObject(construct), construct);
    }
    for (const found of checkSet([...owners.keys()], {
      externals: externalsOf(root),
      complete: true,
      rules: SET_RULES,
    })) {
      // A rule reports on objects that it is given.
      const owner = owners.get(found.given) as IConstruct;
      const ours = { ...withoutObject(found), construct: owner.node.path };
      if (ours.severity === 'error') reportLater(owner, ours);
      else addWarning(owner, ours);
    }
    return [];
  });
}

/** A finding in the words of an app, without the object itself, which the construct renders. */
function withoutObject({ given: _, ...found }: LintFinding): Finding {
  return found.help === ADD_OBJECT ? { ...found, help: DECLARE_OBJECT } : found;
}

const DECLARE_OBJECT = 'add it, or declare it with declareExternal(…)';
