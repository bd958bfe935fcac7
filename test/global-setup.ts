import { BUILD_ENGINE, hasEngine } from '../src/engine/load';

/** Says once, before all tests, what is skipped in a clone that has not built the engine. */
export default function globalSetup(): void {
  if (hasEngine()) return;
  const { notRun } = require('../src/lint/check') as typeof import('../src/lint/check');
  const rules = notRun().map(({ id }) => id);
  console.log(
    `\nThe engine is not built, so tests that ask it are skipped, as are those of ${rules.join(', ')}: ${BUILD_ENGINE}`,
  );
}
