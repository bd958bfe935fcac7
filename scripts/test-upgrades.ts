import { goTest } from './e2e/go-test';

// Upgrades loops on a real control plane while comments come in, as docs/upgrade.md and docs/uninstall.md tell to, with the
// arguments given, such as -run TestUpgrades/rolled.
void goTest('npm run test:upgrades', ['-timeout', '60m', '-v', './upgrades', ...process.argv.slice(2)]);
