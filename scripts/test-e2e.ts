import { goTest } from './e2e/go-test';

// Runs the Go tests on a real control plane, with the arguments given. What takes as long as it is told to has commands
// of its own: test:chaos and bench:loop.
const PACKAGES = [
  '.',
  './binaries/...',
  './github',
  './history',
  './kubelet/...',
  './plane',
  './policies',
  './sandbox',
  './suite',
];

void goTest('npm run test:e2e', ['-timeout', '30m', ...process.argv.slice(2), ...PACKAGES]);
