import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Finding, finding, toLine, ValidationError } from '../validation';
import { folderOf } from './folder';
import { withHeader } from './header';
import { checkIdentity, fileOf, identityOf } from './identity';
import { checkJson } from './json';
import { toYaml } from './yaml';

/**
 * Renders every object of an app, one a file: relative paths with slashes, in order, and the text of each.
 * Every validation in the app runs once, whatever depends on what, and the order of constructs changes nothing.
 *
 * @throws ValidationError with everything that is wrong: what validations say, objects that are in no folder, twice
 * the same object, two objects for one file, values that JSON cannot hold, an app without objects
 */
export function renderTree(app: App): Map<string, string> {
  const findings: Finding[] = [];
  const faults: Error[] = [];
  const attempt = <T>(construct: IConstruct, step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      if (error instanceof ValidationError) findings.push(...error.findings);
      else faults.push(new Error(`Cannot render ${pathOf(construct)}`, { cause: error }));
      return undefined;
    }
  };
  const constructs = app.node.findAll();
  for (const construct of constructs) {
    findings.push(...(attempt(construct, () => validate(construct)) ?? []));
  }
  const objects = constructs.filter(ApiObject.isApiObject);
  const files = objects
    .map((object) => attempt(object, () => renderFile(object)))
    .filter((file) => file !== undefined);
  findings.push(...findDuplicates(files));
  // An empty tree would remove everything that was rendered before.
  if (objects.length === 0) findings.push({ path: 'app', message: 'App has no object' });
  if (findings.length > 0) throw new ValidationError(withoutRepeats(findings));
  // A fault of the program is told only when nothing was found: otherwise it is likely to follow from that.
  if (faults[0] !== undefined) throw faults[0];
  return new Map(files.map(({ path, text }) => [path, text] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface RenderedFile {
  readonly owner: string;
  /** Equal for objects that are the same one in a cluster. */
  readonly key: string;
  readonly path: string;
  readonly text: string;
}

function validate(construct: IConstruct): Finding[] {
  return construct.node.validate().map((message) => ({ path: pathOf(construct), message }));
}

function renderFile(object: ApiObject): RenderedFile {
  const owner = pathOf(object);
  const rendered = object.toJson() as Record<string, unknown>;
  const identity = identityOf(rendered);
  const findings = [
    ...checkIdentity(owner, identity),
    ...checkJson(rendered).map((found) => ({ ...found, path: `${owner} ${found.path}` })),
  ];
  const folder = folderOf(object);
  if (folder === undefined) findings.push({ path: owner, message: 'Object is in no folder' });
  if (folder === undefined || findings.length > 0) throw new ValidationError(findings);
  const { group, kind, namespace, name } = identity;
  return {
    owner,
    key: JSON.stringify([group, kind, namespace, name]),
    path: `${folder.path}/${fileOf(identity)}`,
    text: withHeader(toYaml(rendered)),
  };
}

function findDuplicates(files: readonly RenderedFile[]): Finding[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ owner, key, path }) => {
    // On macOS and Windows, files whose names differ in case only are one file.
    const place = path.toLowerCase();
    const [sameObject, sameFile] = [owners.get(key), owners.get(place)];
    owners.set(key, sameObject ?? owner).set(place, sameFile ?? owner);
    if (sameObject !== undefined) return finding(owner, `Object is already defined by ${sameObject}`, path);
    if (sameFile !== undefined) return finding(owner, `File is already that of ${sameFile}`, path);
    return [];
  });
}

function withoutRepeats(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((found) => [toLine(found), found])).values()];
}

function pathOf(construct: IConstruct): string {
  // The app itself has an empty path.
  return construct.node.path || 'app';
}
