import type { App } from 'cdk8s';
import type { Finding } from '../findings/finding';
import { ValidationError } from '../findings/validation-error';
import type { FileChange } from '../gitops/writer';

/** What synth has done, or why it has not. */
export interface SynthResult {
  /** Everything that is wrong: errors, and then warnings. */
  readonly findings: readonly Finding[];
  /** The ids of the rules that found nothing, because the engine is not built. */
  readonly notRun: readonly string[];
  /** The changes of files, each written unless they were only to be checked; undefined if there are none to write. */
  readonly changes?: readonly FileChange[];
  /** Anything else that was thrown. */
  readonly failure?: { readonly error: unknown };
}

/**
 * Renders an app and writes it. With an error, it writes nothing.
 *
 * @param load loads the app; a ValidationError that it throws counts as its findings
 * @param check whether to write nothing and only compare
 */
export async function synth(
  load: () => App | Promise<App>,
  out: string,
  check: boolean,
): Promise<SynthResult> {
  let findings: readonly Finding[] = [];
  let notRun: readonly string[] = [];
  try {
    const app = await load();
    // Loaded here, because --help and wrong usage do not need them.
    const { renderTree } = require('../gitops/tree') as typeof import('../gitops/tree');
    const { applyPlan, planWrites } = require('../gitops/writer') as typeof import('../gitops/writer');
    const { warningsOf } = require('../warnings') as typeof import('../warnings');
    notRun = (require('../lint/check') as typeof import('../lint/check')).notRun().map(({ id }) => id);
    let files: ReadonlyMap<string, string>;
    try {
      files = renderTree(app);
    } finally {
      findings = warningsOf(app);
    }
    const plan = planWrites(out, files);
    if (!check) applyPlan(plan);
    return { findings, notRun, changes: plan.changes };
  } catch (error) {
    if (error instanceof ValidationError) return { findings: [...error.findings, ...findings], notRun };
    return { findings, notRun, failure: { error } };
  }
}
