import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kustomizations } from '../../src/manifests/kustomize';
import { readManifest } from '../../src/manifests/manifest-file';
import { temporaryDirectory } from '../gitops/directory';
import { read } from './read';

const OBJECT = 'kind: Sensor\nmetadata: { name: a }\n';
const names = (text: string | Uint8Array) =>
  read(text).objects.map(({ value }) => (value['metadata'] as { name: string }).name);
const skipped = (text: string | Uint8Array) =>
  readManifest('a.yaml', Buffer.from(text), undefined, new Kustomizations([])).skipped;

describe('encodings', () => {
  const utf16 = (text: string, isLittle: boolean, mark = true) => {
    const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
    return isLittle ? bytes : bytes.swap16();
  };

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${OBJECT}`), 'UTF-8 with a mark'],
    ['UTF-8', Buffer.from(OBJECT), 'UTF-8'],
  ])('%s is read', (_, bytes, encoding) => {
    expect(read(bytes)).toMatchObject({ encoding, problems: [], text: OBJECT });
    expect(names(bytes)).toEqual(['a']);
  });

  test.each([
    ['UTF-16, little end first', utf16(OBJECT, true), 'is in UTF-16'],
    ['UTF-16, big end first', utf16(OBJECT, false), 'is in UTF-16'],
    ['UTF-16 without a mark', utf16(OBJECT, true, false), 'is in UTF-16'],
    ['UTF-16 without a mark, big end first', utf16(OBJECT, false, false), 'is in UTF-16'],
    ['Latin-1', Buffer.from(OBJECT.replace('}', ', x: é }'), 'latin1'), 'is not in UTF-8'],
  ])('%s is told, and read all the same', (_, bytes, what) => {
    const { problems, encoding } = read(bytes);
    expect(problems.map(({ message }) => message)).toEqual([`the file ${what}, which kubectl cannot read`]);
    expect(encoding).toBe('other');
    expect(names(bytes)).toEqual(['a']);
  });

  test('what is no text is skipped', () => {
    expect(skipped(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3]))).toEqual(['it is no text']);
  });
});

describe('objects', () => {
  test('of many documents, of a List and of a stream of JSON', () => {
    expect(names(`${OBJECT}---\n---\n# nothing\n---\n${OBJECT.replace('a }', 'b }')}`)).toEqual(['a', 'b']);
    const list = '{"kind": "List", "items": [{"kind": "A", "metadata": {"name": "c"}}, null, 5, {"x": 1}]}';
    expect(names(list)).toEqual(['c']);
    expect(names(`${list}\n${list}`)).toEqual(['c', 'c']);
    expect(names(`{"kind": "ListList", "items": [${list}]}`)).toEqual(['c']);
  });

  test('what has no kind is none', () => {
    expect(names('a: 1\n---\n- kind: Sensor\n---\ntext\n---\nkind: 5\n')).toEqual([]);
  });

  test('a document that cannot be read does not keep from reading the others', () => {
    const { documents, objects } = read(`kind: A\nx: [\n---\n${OBJECT}---\nkind: B\n\tx: 1\n`);
    expect(objects).toHaveLength(1);
    expect(documents.map(({ problems }) => problems.map(({ message }) => message))).toEqual([
      ['the bracket is not closed'],
      [],
      ['a tab in the indentation'],
    ]);
  });
});

describe('a template', () => {
  test.each([
    'name: {{ .Values.name }}\n',
    'name: "{{ .Release.Name }}"\n',
    '{{- if .Values.enabled }}\nkind: Sensor\n{{- end }}\n',
    '{{ include "x" . }}\n',
    '{{ define "x" }}\na: 1\n{{ end }}\n',
    'a: 1\n{{- /* note */ -}}\n',
    '{{ range $i := .x }}\n{{ end }}\n',
  ])('of Helm: %j', (text) => {
    expect(skipped(text)).toEqual([expect.stringMatching(/^a Helm template; /)]);
  });

  test('of another program', () => {
    expect(skipped('{% for x in y %}\nkind: {{ x }}\n{% endfor %}\n')).toEqual([
      'a template, and no YAML yet',
    ]);
  });

  test.each([
    'a: "{{ .Input.body.x }}"\n',
    'a: "{{`{{ .Input.x }}`}}"\n',
    "a: '{{workflow.parameters.x}}'\n",
    '# {{ .Values.x }}\na: 1\n',
    'a: "{{ if .Input.x }}y{{ end }}"\n',
    'a: {{ .Input.x }}\n',
    `a: '{{ define "x" }}{{ .Input.x }}{{ end }}{{ template "x" . }}'\n`,
    'a: |\n  {{range .items}}\n  {{.metadata.name}}\n  {{end}}\n',
    'a: |\n  name: {{ .Values.name }}\n',
  ])('of the engine is none: %j', (text) => {
    expect(skipped(text)).toEqual([]);
  });

  test('in a chart is one, whatever it says', () => {
    mkdirSync(join(root(), 'chart/templates/sub'), { recursive: true });
    writeFileSync(join(root(), 'chart/Chart.yaml'), 'name: x\n');
    const at = (path: string, text: string) =>
      readManifest('x', Buffer.from(text), join(root(), path), new Kustomizations([])).skipped;
    expect(at('chart/templates/sub/a.yaml', 'a: "{{ $x }}"\n')).toHaveLength(1);
    expect(at('chart/templates/a.yaml', 'a: 1\n')).toEqual([]);
    expect(at('chart/values.yaml', 'a: "{{ $x }}"\n')).toEqual([]);
    expect(at('templates/a.yaml', 'a: "{{ $x }}"\n')).toEqual([]);
  });
});

const root = temporaryDirectory();

describe('a patch of kustomize', () => {
  const at = (path: string, files: readonly string[] = []) =>
    readManifest(
      'x',
      Buffer.from(OBJECT),
      join(root(), path),
      new Kustomizations(files.map((file) => join(root(), file))),
    ).skipped;

  test.each([
    ['patches:\n  - path: a.yaml\n', 'kustomization.yaml'],
    ['patchesStrategicMerge: [a.yaml, b.yaml]\n', 'kustomization.yml'],
    ['patchesJson6902:\n  - { path: ./a.yaml, target: {} }\n', 'Kustomization'],
  ])('that %j lists', (text, file) => {
    writeFileSync(join(root(), file), text);
    expect(at('a.yaml')).toEqual([expect.stringMatching(/^a patch of kustomize: .* lists it$/)]);
    expect(at('c.yaml')).toEqual([]);
  });

  test('that a kustomization above it lists, or one elsewhere that is read too', () => {
    mkdirSync(join(root(), 'overlays/prod'), { recursive: true });
    mkdirSync(join(root(), 'patches'));
    writeFileSync(join(root(), 'kustomization.yaml'), 'patches:\n  - path: patches/a.yaml\n');
    writeFileSync(
      join(root(), 'overlays/prod/kustomization.yaml'),
      'patches:\n  - path: ../../patches/b.yaml\n  - patch: |-\n      - op: remove\n',
    );
    expect(at('patches/a.yaml')).toHaveLength(1);
    expect(at('patches/b.yaml')).toEqual([]);
    expect(at('patches/b.yaml', ['overlays/prod/kustomization.yaml'])).toHaveLength(1);
  });

  test('that says it itself', () => {
    expect(skipped(`${OBJECT}spec:\n  triggers:\n    - $patch: replace\n`)).toEqual([
      'a patch of kustomize: a document has "$patch"',
    ]);
    expect(skipped(`${OBJECT}data:\n  x: "a $patch: b"\n`)).toEqual([]);
  });

  test('a broken kustomization lists nothing', () => {
    for (const text of ['patches: [\n', 'patches: 5\n', '', '- 1\n', 'patches: [5, null, {}]\n']) {
      writeFileSync(join(root(), 'kustomization.yaml'), text);
      expect(at('a.yaml')).toEqual([]);
    }
  });
});
