import { goTest } from './e2e/go-test';
import { progress } from './e2e/progress';
import { versionAskedOr } from './imports/version';

// Runs the Go tests on a real control plane, with the arguments given. What takes as long as it is told to has commands
// of its own: test:chaos and bench:loop.
const PACKAGES = ['.', './cluster/...', './history', './install', './policies', './suite'];

// With --argo-events v1.9.6, the programs of that version run in place of the project's: docs/reference/versions.md.
const { version, rest } = versionAskedOr(process.exit, process.argv.slice(2));
if (version !== undefined) process.env['E2E_ARGO_EVENTS'] = version;

// A line for each scenario as it ends.
void goTest(
  'npm run test:e2e',
  ['-json', '-timeout', '30m', ...rest, ...PACKAGES],
  progress((test) =>
    /^TestLoop\/(together\/(6:[^/]*\/)?)?[^/]+$|^Test(Kind|Cluster|Organization)$/.test(test),
  ),
);
