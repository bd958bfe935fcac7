import { connectionFields } from '../../src/lint/connections';
import { described, exportsOf } from '../../test/docs/public';
import { escapeCell } from './cells';

const INDEX = 'src/argo-events/triggers/index.ts';

/** The functions that are no kind of trigger. */
const NO_KIND = ['resource', 'triggerOfKind'];

/** The functions of the kind k8s: an operation each. */
const OF_K8S = ['create', 'patch', 'remove', 'update'];

/** The page of the kinds of trigger, made from what each function says of itself, and from what lint knows of its kind. */
export function triggersPage(): string {
  const rows = exportsOf(INDEX)
    .filter(({ isType, name }) => !isType && !NO_KIND.includes(name))
    .map((declaration) => {
      const kind = OF_K8S.includes(declaration.name) ? 'k8s' : declaration.name;
      const fields = connectionFields(kind).map((field) => `\`${field}\``);
      const does = firstSentence(described(declaration)[0]?.doc ?? '');
      return `| \`${declaration.name}\` | \`${kind}\` | ${escapeCell(does)} | ${fields.join(', ')} |`;
    });
  return [
    '<!-- Generated from src/argo-events/triggers by `npm run docs`. Do not edit. -->',
    '',
    '# Kinds of trigger',
    '',
    'A function for each kind of trigger of the engine. Its documentation is in the editor, with an example; its signature is in',
    '[api.md](api.md). The engine makes the connection of a kind once, for the first event, and keeps it. So the fields in the last',
    'column take no event data.',
    '',
    '| function | kind | does | constant |',
    '|---|---|---|---|',
    ...rows,
    '',
    '`triggerOfKind` takes every kind except `http`, `k8s` and `log` in the engine’s own form.',
    '',
  ].join('\n');
}

function firstSentence(doc: string): string {
  const text = doc
    .replace(/^\s*\/?\*+\/? ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [sentence = ''] = text.split(/(?<=\.)(?= )/);
  return sentence.replace(/ \(pkg\/[^)]*\)/, '').replace(/\.$/, '');
}
