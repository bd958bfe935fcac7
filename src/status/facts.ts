import type { LiveObject } from '../cluster/objects';
import { asList, asObject } from '../lint/plain';
import { PULL_REQUEST_KEY_PATTERN } from '../remediation/state/keys';
import { text } from './plain';

/** What the rendered sensors of a loop say about it. */
export interface LoopFacts {
  /** Matches the name of the loop's repository, in lower case. */
  readonly repository: RegExp;
  /** Whether the loop hears of closed pull requests. If not, the status `completed` is a person's. */
  readonly pullRequests: boolean;
  /** The event source that brings GitHub's comments; empty if that is not known. */
  readonly commentSource: string;
  /** The CodeRuns that the loop makes. */
  readonly codeRuns: { readonly apiVersion: string; readonly kind: string };
  /**
   * Whether the sensors said so. If not, these are guesses: any repository, the CodeRun of the default props, and from the
   * states whether it hears of pull requests.
   */
  readonly known: boolean;
}

const PULL_REQUEST_KEY = new RegExp(PULL_REQUEST_KEY_PATTERN);

/** What is assumed of a loop whose sensors cannot be read. */
export const UNKNOWN_FACTS: LoopFacts = {
  repository: /^[^/\s]+\/[^/\s]+$/,
  pullRequests: false,
  commentSource: '',
  codeRuns: { apiVersion: 'cto.5dlabs.com/v1alpha1', kind: 'CodeRun' },
  known: false,
};

/**
 * Reads the facts from the sensors of a loop, of which there are several with shards.
 *
 * @param states if the sensors say nothing, a key about a pull request in one of them shows that the loop hears of those
 */
export function factsOf(sensors: readonly LiveObject[], states: readonly LiveObject[] = []): LoopFacts {
  const specs = sensors.map(({ spec }) => asObject(spec));
  const dependencies = specs.flatMap(({ dependencies }) => asList(dependencies)).map(asObject);
  const templates = specs
    .flatMap(({ triggers }) => asList(triggers))
    .map((trigger) => asObject(asObject(trigger)['template']));
  const named = (name: string) => templates.find((template) => template['name'] === name);
  const feedback = dependencies.find(({ name }) => name === 'feedback-comment');
  const filter = asList(asObject(feedback?.['filters'])['data'])
    .map(asObject)
    .find(({ path }) => path === 'body.repository.full_name');
  const run = asObject(
    asObject(asObject(named('create-remediation-coderun')?.['k8s'])['source'])['resource'],
  );
  const pattern = toPattern(text(asList(filter?.['value'])[0]));
  if (pattern === undefined || text(run['kind']) === '') {
    const keys = states.flatMap(({ data }) => Object.keys(asObject(data)));
    return { ...UNKNOWN_FACTS, pullRequests: keys.some((key) => PULL_REQUEST_KEY.test(key)) };
  }
  return {
    repository: pattern,
    pullRequests: named('store-pull-request') !== undefined,
    commentSource: text(feedback?.['eventSourceName']),
    codeRuns: { apiVersion: text(run['apiVersion']), kind: text(run['kind']) },
    known: true,
  };
}

/** The filter is a literal text, quoted and anchored, which JavaScript reads as RE2 does. */
function toPattern(value: string): RegExp | undefined {
  try {
    return value === '' ? undefined : new RegExp(value);
  } catch {
    return undefined;
  }
}
