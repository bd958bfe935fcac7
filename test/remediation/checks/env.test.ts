import { App } from 'cdk8s';
import { ValidationError } from '../../../src/findings/validation-error';
import { Folder } from '../../../src/gitops/folder';
import { RemediationLoop } from '../../../src/remediation/loop';
import { renderLoop } from '../rendered';

/** The names of all environment variables in the objects. */
function variablesIn(value: unknown, name = ''): string[] {
  if (Array.isArray(value)) {
    const own = name === 'env' ? value.map((item) => String((item as { name: unknown }).name)) : [];
    return [...own, ...value.flatMap((item) => variablesIn(item))];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => variablesIn(member, key));
}

const variables = [...new Set(variablesIn(Object.values(renderLoop())))];

test('the loop sets variables of its own', () => {
  expect(variables).toEqual(expect.arrayContaining(['LOG_LEVEL', 'NAMESPACE', 'RETENTION', 'RECONNECTED']));
});

// If a container has two of one name, the last one counts, so one of the cluster would be lost without a word.
test.each(variables)('podTemplate.env cannot have %s', (name) => {
  const folder = new Folder(new App(), 'resources', { path: 'resources' });
  expect(() => new RemediationLoop(folder, 'loop', { podTemplate: { env: [{ name, value: 'a' }] } })).toThrow(
    ValidationError,
  );
});
