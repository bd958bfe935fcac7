import { Document, type ScalarTag } from 'yaml';
import { ValidationError } from '../findings/validation-error';
import { checkJson } from './json';
import { doubleQuoted, literalBlock, numberText, singleQuoted, styleOf } from './scalars';

/**
 * A plain object as YAML. Fields keep their order, texts of several lines become literal blocks, and there are no
 * folded texts and no anchors. YAML 1.1, YAML 1.2 and Go's sigs.k8s.io/yaml read it the same way. Undefined fields are
 * left out.
 *
 * @throws ValidationError for each value that JSON cannot hold exactly, with the path of its field
 */
export function toYaml(object: Readonly<Record<string, unknown>>): string {
  const findings = checkJson(object);
  if (findings.length > 0) throw new ValidationError(findings);
  const document = new Document(object, { customTags: () => [...TAGS], aliasDuplicateObjects: false });
  return document.toString();
}

const stringTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string',
  resolve: (value) => value,
  stringify(node, context) {
    const value = node.value as string;
    switch (styleOf(value, context.implicitKey === true)) {
      case 'plain':
        return value;
      case 'single':
        return singleQuoted(value);
      case 'double':
        return doubleQuoted(value);
      case 'literal':
        return literalBlock(value, context.indent);
    }
  },
};

const numberTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number',
  resolve: Number,
  stringify: (node) => numberText(node.value as number),
};

// They replace the tags of the package for strings and numbers, which quote for one version of YAML only.
const TAGS = ['map', 'seq', 'null', 'bool', numberTag, stringTag] as const;
