import { Construct } from 'constructs';
import { AppProject } from '../../argo-cd/app-project';
import { Application } from '../../argo-cd/application';
import { wrongProp } from '../../findings/refuse';
import { ValidationError } from '../../findings/validation-error';
import { joinOr } from '../../findings/words';
import type { Folder } from '../../gitops/folder';
import type { RemediationProps } from '../props';
import type { TreeFolder } from '../props/argo-cd';
import { resolveProps } from '../resolve-props';
import { healthChecks } from './health';

/** The folders of the tree that Argo CD can apply. */
export type TreeFolders = { readonly [Name in TreeFolder]?: Folder };

/**
 * What Argo CD needs to apply the loop: an AppProject, an Application, and health checks. Nothing without the prop `argoCd`.
 * A platform team applies these objects: they are in a folder that the Application does not apply.
 */
export class RemediationArgoCd extends Construct {
  /**
   * @param folders the folders of the tree, by their names in the prop `argoCd.folders`
   * @throws ValidationError with everything that is wrong with the props, and if `argoCd.folders` names a folder that is not
   * given
   */
  constructor(scope: Construct, id: string, props: RemediationProps, folders: TreeFolders) {
    super(scope, id);
    const settings = resolveProps(this, props);
    const { argoCd, names, namespaces } = settings;
    if (argoCd === undefined) return;
    const { namespace, server, repoURL } = argoCd;
    const chosen = argoCd.folders.map((name, index) => {
      const folder = folders[name];
      if (folder !== undefined) return folder;
      const place = { construct: this.node.path, path: ['props', 'argoCd', 'folders', index] };
      const expected = `a folder that the construct is given: ${joinOr(Object.keys(folders))}`;
      throw new ValidationError([wrongProp(place, name, expected)]);
    });
    const project = new AppProject(this, 'project', {
      name: names.sensor,
      namespace,
      server,
      sourceRepos: [repoURL],
      allow: chosen,
      spec: { description: `The remediation loop ${settings.name}` },
    });
    new Application(this, 'application', {
      ...argoCd,
      name: names.sensor,
      project: project.name,
      folders: chosen,
      destination: { server, namespace: namespaces.sensors },
    });
    healthChecks(this, settings, namespace);
  }
}
