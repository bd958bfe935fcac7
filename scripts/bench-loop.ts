import { goTest } from './e2e/go-test';

// Measures the loop on a real control plane, with the arguments given, such as -args -shards 4 or -args -grown 10000.
void goTest('npm run bench:loop', [
  '-timeout',
  '0',
  '-v',
  '-run',
  '^$',
  '-bench',
  'Loop',
  '-benchtime',
  '1x',
  './bench',
  ...process.argv.slice(2),
]);
