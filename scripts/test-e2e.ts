import { goTest } from './e2e/go-test';

// Runs the Go tests on a real control plane, with the arguments given.
void goTest('npm run test:e2e', ['-timeout', '30m', ...process.argv.slice(2), './...']);
