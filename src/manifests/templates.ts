import type { YamlDocument } from './document';
import { textsIn } from './texts';

/**
 * Of which program a text is a template, and no YAML yet; undefined if it is none. Sensors have templates of their own, such as
 * `{{ .Input.body }}`, Workflows have `{{workflow.name}}`, and scripts have others: these are plain texts.
 */
export function templateOf(text: string, documents: readonly YamlDocument[]): 'Helm' | 'other' | undefined {
  const hasBraces = text.includes('{{');
  if (!hasBraces && !text.includes('{%')) return undefined;
  if (documents.every(({ root }) => root !== undefined)) {
    return hasBraces && documents.some((document) => hasHelmText(text, document)) ? 'Helm' : undefined;
  }
  // Helm's words, and lines of control alone, which keep the text from being YAML.
  if (USES_HELM.test(text) || CONTROL.test(text)) return 'Helm';
  return /^\s*\{%-?\s*\w/m.test(text) ? 'other' : undefined;
}

const USES_HELM =
  /^(?!\s*#).*\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:include|tpl|toYaml)\s)/m;

/** A line that begins with a template, and so is no YAML. */
const CONTROL = /^\s*\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|template|block)\b|\$)/m;

/** Whether a text that is no block of lines has a template of Helm. A block may be a file for somebody else. */
function hasHelmText(text: string, { root }: YamlDocument): boolean {
  if (root === undefined) return false;
  return textsIn(root).some(({ start, end }) => {
    const value = text.slice(start, end);
    return value.includes('{{') && !value.includes('\n') && USES_HELM.test(value);
  });
}
