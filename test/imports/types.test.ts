import type {
  Backoff,
  DataFilter,
  FieldSelector,
  RateLimit,
  TriggerParameter,
} from '../../imports/argo-events';
import type { CodeRun } from '../../imports/coderun';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
describe('the generated types', () => {
  test('refuse what the schemas refuse', () => {
    const filter: DataFilter = { path: 'body.action', type: 'string', value: ['created'] };
    const refused: unknown[] = [
      // @ts-expect-error the engine has no such comparator
      { ...filter, comparator: '~' } satisfies DataFilter,
      // @ts-expect-error the engine knows "string"
      { ...filter, type: 'String' } satisfies DataFilter,
      // @ts-expect-error a quoted number fails at each action
      { factor: '2.0' } satisfies Backoff,
      // @ts-expect-error 5 nanoseconds
      { duration: 5 } satisfies Backoff,
      // @ts-expect-error counts as Second
      { unit: 'sec', requestsPerUnit: 1 } satisfies RateLimit,
      // @ts-expect-error a parameter needs a source
      { dest: 'data.id' } satisfies TriggerParameter,
      // @ts-expect-error without operator nothing passes
      { key: 'metadata.name', value: 'a' } satisfies FieldSelector,
    ];
    expect(refused).toHaveLength(7);
  });

  test('know a CodeRun, and no fields of other agents', () => {
    const run: CodeRun = {
      apiVersion: 'cto.5dlabs.com/v1alpha1',
      kind: 'CodeRun',
      metadata: { name: 'remediation-rex-t7-c1', labels: { 'task-id': '7' } },
      spec: { pr_number: 12, env: { ITERATION_COUNT: '1' } },
    };
    expect(run.spec.pr_number).toBe(12);
    // @ts-expect-error a mistyped field
    const mistyped: CodeRun['spec'] = { pr_numbr: 12 };
    expect(mistyped).toBeDefined();
    // @ts-expect-error the number of a pull request is no string
    const wrong: CodeRun['spec'] = { pr_number: '12' };
    expect(wrong).toBeDefined();
  });
});
