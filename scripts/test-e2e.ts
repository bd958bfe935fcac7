import { goTest } from './e2e/go-test';
import { progress } from './e2e/progress';

// Runs the Go tests on a real control plane, with the arguments given. What takes as long as it is told to has commands
// of its own: test:chaos and bench:loop.
const PACKAGES = ['.', './cluster/...', './history', './install', './policies', './suite'];

// A line for each scenario as it ends.
void goTest(
  'npm run test:e2e',
  ['-json', '-timeout', '30m', ...process.argv.slice(2), ...PACKAGES],
  progress((test) =>
    /^TestLoop\/(together\/(6:[^/]*\/)?)?[^/]+$|^Test(Kind|Cluster|Organization)$/.test(test),
  ),
);
