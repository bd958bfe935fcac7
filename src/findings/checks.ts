/** The checks that are no lint rules: what each finds. Their ids are in `rule` of a finding, and never change. */
export const CHECKS = {
  account: 'The pods of a Sensor or EventSource run as another account than the one that `grant()` allows',
  'empty-app': 'An app has no object, so the writer would remove every file',
  'event-namespaces': 'A sensor waits for an event of another namespace, which never arrives',
  filter: 'A filter would drop every event, or the engine would ignore it',
  'json-patch': 'A JSON patch does not fit the object',
  'json-value': 'A value has no form in JSON, or loses something there',
  'lint-ignore': 'A lint-ignore has no reason, names a rule that does not exist, or hides nothing',
  'loop-names': 'Two remediation loops of one app would use the same objects',
  'missing-grant': 'The pods of a Sensor or EventSource need rights, but run as the account `default`',
  'object-identity': 'An object has no valid apiVersion, kind, name or namespace',
  'open-policies': 'A prop of the remediation loop lets others do what the policies otherwise refuse',
  'output-file': 'An object has no file of its own',
  payload: 'A payload or an object in a trigger has a constant that the engine cannot set',
  permissions: 'No Role can be derived for the object of a trigger',
  props: 'A prop has a wrong value, is unknown or is missing',
  'props-together': 'Props that are valid alone are not valid together',
  reference: 'A reference to event data is in a place that cannot take it',
  schema: 'A field is unknown or missing, or has a wrong type or a value that the engine does not know',
  transform: 'A transform contains a value that jq or Lua cannot take',
  'trigger-data': 'A trigger uses data of an event that need not have come, or of another sensor',
  'unchecked-template': 'The policies do not check a part of the CodeRun that `codeRun` makes',
  'unknown-permissions':
    '`grant()` may not allow all that a trigger needs, because a part of it is not in the app',
  validation: 'A validation that is not of this package, added with `node.addValidation`',
  yaml: 'kubectl cannot read a document as it is meant, for example because a key is there twice',
} as const;

/** The id of a check that is no lint rule. */
export type CheckId = keyof typeof CHECKS;

const PAGE = 'https://github.com/5dlabs/cdk8s-argo-events/blob/main/docs/reference/rules.md';

/** The link to the section about a rule of this package, or about a check. */
export function docsOf(id: string): string {
  return `${PAGE}#${id}`;
}
