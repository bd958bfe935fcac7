import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { YamlDocument } from './document';
import { textsIn } from './texts';

/**
 * Why a file is a template and no YAML yet; undefined if it is none. Sensors have templates of their own, such as
 * `{{ .Input.body }}`, Workflows have `{{workflow.name}}`, and scripts have others: these are plain texts.
 *
 * @param path the path of the file, if it is on the disk
 */
export function templateReason(
  text: string,
  documents: readonly YamlDocument[],
  path: string | undefined,
): string | undefined {
  const hasBraces = text.includes('{{');
  if (!hasBraces && !text.includes('{%')) return undefined;
  if (hasBraces && path !== undefined && isInChart(path)) return HELM;
  if (documents.every(({ root }) => root !== undefined)) {
    return hasBraces && documents.some((document) => hasHelmText(text, document)) ? HELM : undefined;
  }
  // Helm's words, and lines of control alone, which keep the text from being YAML.
  if (USES_HELM.test(text) || /^\s*\{\{-?\s*(?:\/\*|(?:if|else|end|range|with)\b|\$)/m.test(text))
    return HELM;
  return /^\s*\{%-?\s*\w/m.test(text) ? 'a template, and no YAML yet' : undefined;
}

const HELM = 'a Helm template; lint what helm renders: helm template <chart> | cdk8s-argo-events lint -';

const USES_HELM =
  /^(?!\s*#).*\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|template|define|block|tpl|toYaml)\s)/m;

/** Whether a text that is no block of lines has a template of Helm. A block may be a file for somebody else. */
function hasHelmText(text: string, { root }: YamlDocument): boolean {
  if (root === undefined) return false;
  return textsIn(root).some(({ start, end }) => {
    const value = text.slice(start, end);
    return value.includes('{{') && !value.includes('\n') && USES_HELM.test(value);
  });
}

/** Whether a file is in the folder `templates` of a chart. */
function isInChart(path: string): boolean {
  const folders = dirname(path).split(sep);
  return folders.some(
    (folder, index) =>
      folder === 'templates' && existsSync(join(folders.slice(0, index).join(sep) || sep, 'Chart.yaml')),
  );
}
