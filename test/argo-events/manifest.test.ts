import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Manifest, type ManifestObject } from '../../src/argo-events/manifest';

const chart = () => new Chart(new App(), 'chart', { namespace: 'of-chart', labels: { of: 'chart' } });

const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'state', namespace: 'agents' },
} as const;

function render(
  object: ManifestObject | (() => ManifestObject),
  change?: (manifest: Manifest) => void,
): unknown {
  const manifest = new Manifest(chart(), 'manifest', object);
  change?.(manifest);
  return manifest.toJson();
}

/** As text, which tells the order of fields too. */
const text = (value: unknown) => JSON.stringify(value);

describe('what is given is rendered', () => {
  test('fields in the order in which they are given, the three of every object first', () => {
    const metadata = { namespace: 'agents', name: 'state', zebra: 1, alpha: 2 };
    expect(text(render({ zeta: 1, spec: { z: 1, a: 2 }, metadata, kind: 'X', apiVersion: 'v1' }))).toBe(
      text({ apiVersion: 'v1', kind: 'X', metadata, zeta: 1, spec: { z: 1, a: 2 } }),
    );
  });

  test('trap: cdk8s drops null in a map, and a merge patch that deletes a key loses it', () => {
    const data = { label: null, list: [null], deep: { a: null } };
    expect(render({ ...CONFIG_MAP, data })).toEqual({ ...CONFIG_MAP, data });
    const plain = new ApiObject(chart(), 'plain', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { label: null },
    });
    expect(plain.toJson().data).toEqual({});
  });

  test('unknown fields, empty lists and empty maps', () => {
    const object = {
      ...CONFIG_MAP,
      metadata: { ...CONFIG_MAP.metadata, labels: {}, finalizers: [] },
      spec: { unheardOf: {} },
    };
    expect(render(object)).toEqual(object);
  });

  test('keys that objects have of themselves', () => {
    const data = JSON.parse(
      '{"__proto__": {"a": null}, "constructor": "c", "toString": "t", "resolve": "r", "value": 1}',
    );
    expect(text(render({ ...CONFIG_MAP, data }))).toBe(text({ ...CONFIG_MAP, data }));
  });

  test('fields that are undefined are left out', () => {
    const object = { ...CONFIG_MAP, data: { a: undefined, b: 1 }, spec: undefined };
    expect(text(render(object))).toBe(text({ ...CONFIG_MAP, data: { b: 1 } }));
  });

  test('nothing of the chart is merged in', () => {
    const object = { ...CONFIG_MAP, metadata: { name: 'role' } };
    expect(render(object)).toEqual(object);
  });

  test('the object that was given stays as it was', () => {
    const object = { ...CONFIG_MAP, data: { a: '1' } };
    render(object, (manifest) => manifest.addJsonPatch(JsonPatch.remove('/data/a')));
    expect(object.data).toEqual({ a: '1' });
  });

  test('twice the same', () => {
    const manifest = new Manifest(chart(), 'manifest', { ...CONFIG_MAP, data: {} });
    manifest.addJsonPatch(JsonPatch.add('/data/a', '1'));
    manifest.metadata.addFinalizers('f');
    expect(manifest.toJson()).toEqual(manifest.toJson());
  });
});

describe('JSON patches', () => {
  test('trap: cdk8s classes of imported kinds eat the patch of a field they do not know', () => {
    const patched = render({ ...CONFIG_MAP, spec: {} }, (manifest) => {
      manifest.addJsonPatch(
        JsonPatch.add('/spec/unheardOf', { deep: null }),
        JsonPatch.replace('/kind', 'Secret'),
      );
    });
    expect(patched).toEqual({ ...CONFIG_MAP, kind: 'Secret', spec: { unheardOf: { deep: null } } });
  });

  test('keep apiVersion, kind and metadata first', () => {
    const object = render({ ...CONFIG_MAP, a: 1 }, (manifest) =>
      manifest.addJsonPatch(JsonPatch.add('/apiVersion', 'v2')),
    );
    expect(Object.keys(object as object)).toEqual(['apiVersion', 'kind', 'metadata', 'a']);
  });

  test('one that does not fit is a finding', () => {
    const patch = (operation: JsonPatch) => () =>
      render(CONFIG_MAP, (manifest) => manifest.addJsonPatch(operation));
    expect(patch(JsonPatch.add('/spec/a/b', 1))).toThrow(
      '[chart/manifest] the JSON patch add /spec/a/b does not fit the object [json-patch]',
    );
    expect(patch(JsonPatch.test('/kind', 'Secret'))).toThrow(
      'the JSON patch test /kind does not fit the object',
    );
  });
});

describe('metadata of ApiObject', () => {
  test('labels and the like that are added later are rendered', () => {
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u' };
    const metadata = { name: 'state', labels: { a: '1', b: '2' }, finalizers: ['f1'], custom: 'kept' };
    const rendered = render({ ...CONFIG_MAP, metadata }, (manifest) => {
      manifest.metadata.addLabel('b', '3');
      manifest.metadata.addLabel('c', '4');
      manifest.metadata.addAnnotation('note', 'n');
      manifest.metadata.addFinalizers('f2');
      manifest.metadata.addOwnerReference(owner);
      manifest.metadata.add('more', 'm');
    });
    expect(rendered).toEqual({
      ...CONFIG_MAP,
      metadata: {
        ...metadata,
        labels: { a: '1', b: '3', c: '4' },
        annotations: { note: 'n' },
        finalizers: ['f1', 'f2'],
        ownerReferences: [owner],
        more: 'm',
      },
    });
  });

  test('tells the name and the labels that were given', () => {
    const { metadata, name, apiGroup } = new Manifest(chart(), 'manifest', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Sensor',
      metadata: { name: 'sensor', labels: { a: '1' } },
    });
    expect([metadata.name, metadata.namespace, metadata.getLabel('a'), metadata.getLabel('of')]).toEqual([
      'sensor',
      undefined,
      '1',
      undefined,
    ]);
    expect([name, apiGroup]).toEqual(['sensor', 'argoproj.io']);
  });
});

describe('what is known only later', () => {
  test('a function tells at synth what was added after construction', () => {
    const triggers: string[] = [];
    const manifest = new Manifest(chart(), 'manifest', () => ({
      ...CONFIG_MAP,
      spec: { triggers: [...triggers] },
    }));
    triggers.push('late');
    expect(manifest.toJson()['spec']).toEqual({ triggers: ['late'] });
    expect(manifest.name).toBe('state');
  });

  test('labels that a function gives later, or otherwise', () => {
    let labels: Record<string, string> = { before: '1', changed: '1', gone: '1' };
    const manifest = new Manifest(chart(), 'manifest', () => ({
      ...CONFIG_MAP,
      metadata: { ...CONFIG_MAP.metadata, labels },
    }));
    labels = { before: '1', changed: '2', late: '1' };
    manifest.metadata.addLabel('added', '2');
    expect(manifest.toJson()['metadata']).toEqual({
      ...CONFIG_MAP.metadata,
      labels: { before: '1', changed: '2', late: '1', added: '2' },
    });
  });

  test('Lazy values and tokens, also where they give nothing, null or another one', () => {
    class Token {
      resolve() {
        return { a: null, b: undefined };
      }
    }
    const lazy = (value: unknown) => Lazy.any({ produce: () => value });
    const spec = {
      one: lazy(lazy(1)),
      none: lazy(undefined),
      token: lazy(new Token()),
      list: [new Token(), lazy(null)],
    };
    expect(text(render({ ...CONFIG_MAP, spec }))).toBe(
      text({ ...CONFIG_MAP, spec: { one: 1, token: { a: null }, list: [{ a: null }, null] } }),
    );
  });

  test('the identity may not change', () => {
    let name = 'first';
    const manifest = new Manifest(chart(), 'manifest', () => ({ ...CONFIG_MAP, metadata: { name } }));
    name = 'second';
    expect(() => manifest.toJson()).toThrow(
      '[chart/manifest] metadata.name: was "first" at construction, and is "second" now; apiVersion, kind, name and ' +
        'namespace must stay the same [object-identity]',
    );
  });
});

describe('refused', () => {
  test.each<[string, unknown, string]>([
    [
      'trap: a name that cdk8s would hash',
      { ...CONFIG_MAP, metadata: {} },
      'metadata.name: missing; expected a name [object-identity]',
    ],
    ['no metadata', { apiVersion: 'v1', kind: 'ConfigMap' }, 'metadata.name: missing; expected a name'],
    ['an empty name', { ...CONFIG_MAP, metadata: { name: '' } }, 'metadata.name: expected a name, not ""'],
    [
      'an empty namespace',
      { ...CONFIG_MAP, metadata: { name: 'a', namespace: '' } },
      'metadata.namespace: expected a name, or no field at all, not ""',
    ],
    ['no kind', { ...CONFIG_MAP, kind: undefined }, 'kind: missing; expected a kind, such as "ConfigMap"'],
    [
      'no apiVersion',
      { ...CONFIG_MAP, apiVersion: '' },
      'apiVersion: expected a version, or group/version, not ""',
    ],
    [
      'an apiVersion of three parts',
      { ...CONFIG_MAP, apiVersion: 'a/b/c' },
      'apiVersion: expected a version, or group/version, not "a/b/c"',
    ],
  ])('%s', (_, object, message) => {
    expect(() => render(object as ManifestObject)).toThrow(`[chart/manifest] ${message}`);
  });

  test('an object that contains itself', () => {
    const spec: Record<string, unknown> = {};
    spec['self'] = [spec];
    expect(() => render({ ...CONFIG_MAP, spec })).toThrow(
      '[chart/manifest] the object contains itself [json-value]',
    );
  });
});
