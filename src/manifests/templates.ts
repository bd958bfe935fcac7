import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * Why a text is a template and no YAML yet; undefined if it is none. Sensors have templates of their own, such as
 * `{{ .Input.body }}`, and Workflows `{{workflow.name}}`: these are plain texts.
 *
 * @param file the path of its file, if it is in one
 */
export function templateReason(text: string, file: string | undefined): string | undefined {
  if (!text.includes('{{') && !text.includes('{%')) return undefined;
  if (file !== undefined && isInChart(file)) return HELM;
  if (
    /^(?!\s*#).*\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|template|define|block|tpl|toYaml)\s)/m.test(
      text,
    )
  ) {
    return HELM;
  }
  // A line of control alone, which YAML would not take.
  if (/^\s*\{\{-?\s*(?:\/\*|(?:if|else|end|range|with)\b|\$)/m.test(text)) return HELM;
  return /^\s*\{%-?\s*\w/m.test(text) ? 'a template, and no YAML yet' : undefined;
}

const HELM = 'a Helm template; lint what helm renders: helm template <chart> | cdk8s-argo-events lint -';

/** Whether a file is in the folder `templates` of a chart. */
function isInChart(file: string): boolean {
  const folders = dirname(file).split(sep);
  return folders.some(
    (folder, index) =>
      folder === 'templates' && existsSync(join(folders.slice(0, index).join(sep) || sep, 'Chart.yaml')),
  );
}
