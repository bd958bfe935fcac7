import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Finding, finding, toLine, ValidationError } from '../validation';
import { folderOf } from './folder';
import { withHeader } from './header';
import { checkIdentity, fileOf, identityOf } from './identity';
import { toYaml } from './yaml';

/**
 * Renders every object of an app, one a file: relative paths with slashes, in order, and the text of each.
 * Every validation in the app runs once, whatever depends on what, and the order of constructs changes nothing.
 *
 * @throws ValidationError with everything that is wrong: what validations say, objects that are in no folder, twice
 * the same object, two objects for one file, values that JSON cannot hold, an app without objects
 */
export function renderTree(app: App): Map<string, string> {
  const constructs = app.node.findAll();
  const findings = constructs.flatMap((construct) => collect(construct, () => validate(construct)));
  const files: File[] = [];
  for (const object of constructs.filter(ApiObject.isApiObject)) {
    findings.push(...collect(object, () => render(object, files), findings.length > 0));
  }
  if (files.length === 0 && findings.length === 0) {
    // An empty tree would remove everything that was rendered before.
    findings.push({ path: 'app', message: 'App has no object' });
  }
  findings.push(...findDoubles(files));
  if (findings.length > 0) throw new ValidationError(unique(findings));
  return new Map(files.map(({ path, text }) => [path, text] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface File {
  readonly owner: string;
  /** Equal for objects that are the same one in a cluster. */
  readonly key: string;
  readonly path: string;
  readonly text: string;
}

function validate(construct: IConstruct): Finding[] {
  return construct.node.validate().map((message) => ({ path: pathOf(construct), message }));
}

function render(object: ApiObject, files: File[]): Finding[] {
  const owner = pathOf(object);
  const rendered = object.toJson() as Record<string, unknown>;
  const identity = identityOf(rendered);
  const findings = checkIdentity(owner, identity);
  const folder = folderOf(object);
  if (folder === undefined)
    findings.push({ path: owner, message: 'Object is in no folder, so it has no file' });
  try {
    const text = withHeader(toYaml(rendered));
    if (folder === undefined || findings.length > 0) return findings;
    const { group, kind, namespace, name } = identity;
    const key = JSON.stringify([group, kind, namespace, name]);
    files.push({ owner, key, path: `${folder.path}/${fileOf(identity)}`, text });
    return findings;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return [...findings, ...error.findings.map((found) => ({ ...found, path: `${owner} ${found.path}` }))];
  }
}

// What a step finds or throws as findings. Another error is a fault of the program and goes on, unless something
// was found before: then it is likely to follow from that, and the findings help more.
function collect(construct: IConstruct, step: () => Finding[], isKnownBad = false): readonly Finding[] {
  try {
    return step();
  } catch (error) {
    if (error instanceof ValidationError) return error.findings;
    if (isKnownBad) return [];
    throw new Error(`Cannot render ${pathOf(construct)}`, { cause: error });
  }
}

function findDoubles(files: readonly File[]): Finding[] {
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

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((found) => [toLine(found), found])).values()];
}

function pathOf(construct: IConstruct): string {
  // The app itself has an empty path.
  return construct.node.path || 'app';
}
