import { type ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { reject } from '../validation';

/** Where the objects of a folder go. */
export interface FolderProps {
  /** The folder below the output directory, with slashes: `infra/gitops/resources`. */
  readonly path: string;
}

/**
 * A folder of the rendered tree. Each object in it, at any depth, is written to
 * `<path>/<namespace>/<name>-<kind>.yaml`, an object without namespace to `<path>/cluster/<name>-<kind>.yaml`.
 * Of folders in folders, the innermost decides.
 */
export class Folder extends Chart {
  /** The folder below the output directory, with slashes. */
  readonly path: string;
  readonly #folder = true;

  /** @throws ValidationError when the path is absolute, leaves the tree, or has hidden or unusual names */
  constructor(scope: Construct, id: string, props: FolderProps) {
    super(scope, id);
    this.path = props.path;
    if (!props.path.split('/').every((name) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name))) {
      const allowed = 'names of letters, digits, ".", "_" and "-", joined by "/"';
      reject(this.node.path, 'Path of a folder is not valid', props.path, allowed);
    }
  }

  /** Whether a construct is a folder. `instanceof` cannot tell: cdk8s makes it true for every chart. */
  static isFolder(construct: IConstruct): construct is Folder {
    return #folder in construct;
  }

  /**
   * cdk8s asks this for the name of an object that has none, and would hash the path of the construct.
   *
   * @throws ValidationError always
   */
  override generateObjectName(object: ApiObject): never {
    return reject(object.node.path, 'Object has no name', undefined, 'an explicit metadata.name');
  }
}

/** The innermost folder that a construct is in; undefined when it is in none. */
export function folderOf(construct: IConstruct): Folder | undefined {
  return construct.node.scopes.filter(Folder.isFolder).at(-1);
}
