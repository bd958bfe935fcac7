import { hasEngine } from '../src/engine/load';

// Without the engine, as in a fresh clone, what asks it is skipped: npm run build:engine builds it.
export const describeEngine = hasEngine() ? describe : describe.skip;
export const testEngine = hasEngine() ? test : test.skip;
