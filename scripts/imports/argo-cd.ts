import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Crd, crdDefinitions } from './crd';
import { hoist } from './hoist';
import { moduleFolder } from './module';
import type { JsonSchema } from './schema';

/** The Argo CD that the types are made for. */
export const ARGO_CD = { module: 'github.com/argoproj/argo-cd/v3', version: 'v3.5.7' } as const;

/** Where the module of Argo CD keeps its CRDs. */
export const CRDS_PATH = 'manifests/crds';

/** The kinds of Argo CD that are authored here. */
const FILES = ['application-crd.yaml', 'appproject-crd.yaml'];

/**
 * The definitions of Argo CD's own kinds, from the CRDs in its module.
 *
 * @throws Error when Go is missing or cannot get the module
 */
export function argoCdDefinitions(): Record<string, JsonSchema> {
  const folder = join(moduleFolder(ARGO_CD), CRDS_PATH);
  const crds = FILES.map((file) => parse(readFileSync(join(folder, file), 'utf8')) as Crd);
  return hoist(Object.assign({}, ...crds.map(crdDefinitions)));
}
