import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crdDefinitions } from '../../scripts/imports/crd';
import { codeRunFile } from '../../scripts/imports/files';
import { codeRunCrd } from '../../src/remediation/coderun-crd';

describe('the CodeRun CRD', () => {
  const { metadata, spec } = codeRunCrd();
  const [version] = spec.versions;
  const schema = version?.schema.openAPIV3Schema;

  test('is named as the API server wants it', () => {
    expect(metadata.name).toBe(`${spec.names.plural}.${spec.group}`);
    expect(spec.scope).toBe('Namespaced');
    expect(version).toMatchObject({
      name: 'v1alpha1',
      served: true,
      storage: true,
      subresources: { status: {} },
    });
  });

  test('keeps fields that it does not know, and requires none', () => {
    const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    expect(schema?.properties?.['spec']).toMatchObject(open);
    expect(schema?.properties?.['status']).toMatchObject(open);
    expect(JSON.stringify(schema)).not.toContain('"required"');
  });

  test('describes every field of the spec', () => {
    const fields = Object.entries(schema?.properties?.['spec']?.properties ?? {});
    expect(fields.map(([name]) => name)).toEqual([
      'github_app',
      'remediation_mode',
      'continue_session',
      'pr_number',
      'pr_comment_id',
      'env',
    ]);
    for (const [, { description }] of fields) expect(description).toMatch(/\.$/);
  });

  test('shows whose run it is, and which', () => {
    expect(version?.additionalPrinterColumns?.map(({ name }) => name)).toEqual([
      'Task',
      'Agent',
      'PR',
      'Iteration',
      'Age',
    ]);
  });
});

test('The committed type is the one of the CRD', () => {
  expect(readFileSync(join(__dirname, '../../imports/coderun.ts'), 'utf8')).toBe(codeRunFile());
});

describe('definitions from a CRD', () => {
  const crd = {
    spec: {
      group: 'example.com',
      names: { kind: 'Thing' },
      versions: [{ name: 'v1', schema: { openAPIV3Schema: { properties: { spec: { type: 'object' } } } } }],
    },
  };

  test('are its kind and its spec', () => {
    const definitions = crdDefinitions(crd);
    expect(Object.keys(definitions)).toEqual(['Thing', 'ThingSpec']);
    expect(definitions['Thing']?.properties?.['apiVersion']).toEqual({ const: 'example.com/v1' });
  });

  test('need one version', () => {
    const two = { spec: { ...crd.spec, versions: [...crd.spec.versions, ...crd.spec.versions] } };
    expect(() => crdDefinitions(two)).toThrow(
      'The CRD of "Thing" has 2 versions: types are made of exactly one',
    );
  });

  test('need a spec', () => {
    const none = { spec: { ...crd.spec, versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }] } };
    expect(() => crdDefinitions(none)).toThrow('The CRD of "Thing" has no "spec" in its schema');
  });
});
