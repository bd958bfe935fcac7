import { valueAt } from '../plain';
import { accountOf, allows, grantsOf } from '../rights/grants';
import { needsOf } from '../rights/of-trigger';
import type { SetRule } from '../rule';

/** A sensor that writes objects as the account of nobody. */
export const defaultAccount: SetRule = {
  id: 'default-account',
  severity: 'warning',
  summary:
    'A Sensor has a k8s or argoWorkflow trigger and no ServiceAccount, and no binding allows its account anything',
  why: 'The pods run as the account default of the namespace (buildDeploymentSpec in pkg/reconciler/sensor/resource.go), which Kubernetes allows nothing that a trigger does. The API server then refuses each request with 403.',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      if (valueAt(sensor, 'spec', 'template', 'serviceAccountName')) continue;
      const grants = grantsOf(known, accountOf(sensor));
      // The rule missing-rights looks at what a binding of the account allows.
      if (grants.some(({ isDirect }) => isDirect)) continue;
      const needing = needsOf(sensor).filter(
        ({ permissions, unknown }) =>
          unknown !== undefined || permissions.some((one) => !allows(grants, one)),
      );
      const [first] = needing;
      if (first === undefined) continue;
      const [needed] = first.permissions;
      const what = needed ? `be allowed to ${needed.verb} ${needed.resource}` : 'be allowed to write objects';
      reportOn(sensor)(
        ['spec', 'template', 'serviceAccountName'],
        `the pods run as the account "default", but have to ${what}`,
        { help: 'name an account that has the rights' },
      );
    }
  },
};
