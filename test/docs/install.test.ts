import { ENGINE } from '../../scripts/imports/engine';
import { DOCUMENTS, read } from './markdown';

// The suite on the control plane runs the commands with the manifests of its own version.
test('each manifest of Argo Events is of the version that the tests run', () => {
  const named = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/argoproj\/argo-events\/(?:blob\/)?(v[\d.]+)\/manifests/g)].map(
      ([, version]) => version,
    ),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(new Set(named)).toEqual(new Set([ENGINE.version]));
});
