import { App } from 'cdk8s';
import { toLine } from '../../../src/findings/line';
import { ValidationError } from '../../../src/findings/validation-error';
import { Folder } from '../../../src/gitops/folder';
import { renderTree } from '../../../src/gitops/tree';
import { RemediationLoop } from '../../../src/remediation/loop';
import type { RemediationProps } from '../../../src/remediation/props';
import { warningsOf } from '../../../src/warnings';

function twoLoops(one: RemediationProps, two: RemediationProps): App {
  const app = new App();
  new RemediationLoop(new Folder(app, 'shop', { path: 'shop' }), 'loop', one);
  new RemediationLoop(new Folder(app, 'web', { path: 'web' }), 'rework', two);
  return app;
}

test('two loops in one agent namespace are refused, in whatever folders of the app, with both and what to change', () => {
  const build = () => twoLoops({}, { name: 'rework', serviceAccount: { name: 'own', dedicated: true } });
  expect(build).toThrow(ValidationError);
  expect(build).toThrow(
    '[web/rework] props.namespaces.agents: the loop "shop/loop" has the same namespaces.agents, "agent-platform", but ',
  );
});

test('two loops of one name are a line for what each has to change, and not one for each object of theirs', () => {
  const message = (props: RemediationProps) => {
    try {
      twoLoops({}, props);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const name =
    '[web/rework] props.name: the loop "shop/loop" has the same name, "remediation", but the objects in ' +
    'github-webhooks are named after it; give one of the two another name [loop-names]';
  expect(message({ namespaces: { agents: 'web-agents' } })).toBe(name);
  expect(message({})?.split('\n')).toEqual([name, expect.stringContaining('the same namespaces.agents')]);
  expect(message({ namespaces: { agents: 'web-agents', sensors: 'web-webhooks' } })).toBeUndefined();
});

test('two loops in two agent namespaces live side by side', () => {
  const app = twoLoops({}, { name: 'rework', namespaces: { agents: 'web-agents' } });
  expect(() => renderTree(app)).not.toThrow();
});

describe('what an account that is shared can do is said at synth', () => {
  function warnings(props: RemediationProps): string[] {
    const app = new App();
    new RemediationLoop(new Folder(app, 'shop', { path: 'shop' }), 'loop', props);
    renderTree(app);
    return warningsOf(app).map(toLine);
  }

  test.each<readonly [RemediationProps, string]>([
    [{ policies: { otherJobs: true } }, 'policies.otherJobs: true'],
    [{ policies: false }, 'policies: false'],
  ])('with %j', (props, cause) => {
    expect(warnings(props)).toEqual([
      `[shop/loop] props.${cause} lets every sensor that runs as argo-events-sa make any Job in agent-platform: any image, under any ServiceAccount, with any Secret of that namespace and the files of the nodes; see docs/security.md [open-policies]`,
    ]);
  });

  test.each([
    [
      'argocd.argoproj.io/tracking-id',
      'Argo CD takes an object with its tracking id for its own and prunes it',
    ],
    ['sidecar.istio.io/proxyImage', 'Istio puts a sidecar with any image into a pod'],
  ])('with the key %s let be', (key, how) => {
    expect(warnings({ policies: { injectedMetadata: ['team', key] } })).toEqual([
      `[shop/loop] props.policies.injectedMetadata: every sensor that runs as argo-events-sa may set ${key}, and ${how}; see docs/security.md [open-policies]`,
    ]);
  });

  test.each<RemediationProps>([
    {},
    { policies: { otherConfigMaps: false } },
    { policies: false, serviceAccount: { name: 'own', dedicated: true } },
    { cancelledAgents: false },
    { policies: { injectedMetadata: ['team', 'example.com/sidecar.istio.io'] } },
  ])('not with %j', (props) => {
    expect(warnings(props)).toEqual([]);
  });
});
