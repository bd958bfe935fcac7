import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';

type Check = (what: string, holds: () => boolean) => void;
/** Runs a command in the project. */
type Shell = (command: string, env: Readonly<Record<string, string>>) => string;

/**
 * `lint` of the package, the hook of pre-commit and the GitHub Action do what they say. The tarball stands in for a version
 * from the registry.
 *
 * @param project a folder in which the package is installed
 */
export function checkLint(root: string, project: string, tarball: string, check: Check): void {
  const sample = (name: string) => readFileSync(join(root, `test/lint/samples/log-level/${name}.yaml`));
  writeFileSync(join(project, 'bad.yaml'), sample('bad'));
  writeFileSync(join(project, 'good.yaml'), sample('good'));
  writeFileSync(join(project, 'values.yaml'), 'a: 1\n');
  const bin = join(project, 'node_modules/.bin');
  const shell: Shell = (command, env) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-ec', command], {
      cwd: project,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, ...env },
      encoding: 'utf8',
    });
    return `${status} ${stdout}${stderr}`;
  };
  const explained = shell('cdk8s-argo-events lint --explain log-level', {});
  check('explains a rule', () => /^0 log-level\n.*value: DEBUG.*value: debug/s.test(explained));
  checkHook(join(root, '.pre-commit-hooks.yaml'), shell, check);
  checkAction(join(root, '.github/actions/lint/action.yml'), tarball, shell, check);
}

function checkHook(file: string, shell: Shell, check: Check): void {
  const [hook] = parse(readFileSync(file, 'utf8')) as [{ readonly entry: string; readonly files: string }];
  const commit = (...files: string[]) =>
    shell(`${hook.entry} ${files.filter((one) => new RegExp(hook.files).test(one)).join(' ')}`, {});
  check('refuses a commit with a finding', () => /^1 bad\.yaml:\d+:\d+: warning: /.test(commit('bad.yaml')));
  check('takes a commit without one', () =>
    commit('good.yaml', 'README.md').startsWith('0 1 file, 1 object'),
  );
  check('takes a commit without Argo Events', () => commit('values.yaml').startsWith('0 1 file, 0 objects'));
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly [{ readonly env: Readonly<Record<string, string>>; readonly run: string }];
  };
}

function checkAction(file: string, tarball: string, shell: Shell, check: Check): void {
  const { inputs, runs } = parse(readFileSync(file, 'utf8')) as Action;
  const [step] = runs.steps;
  const act = (given: Readonly<Record<string, string>>) => {
    const inputOf = (text: string) => {
      const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text)?.[1] ?? '';
      return name === 'package' ? tarball : (given[name] ?? inputs[name]?.default ?? '');
    };
    const env = Object.entries(step.env).map(([name, text]) => [name, inputOf(text)]);
    return shell(step.run, Object.fromEntries(env));
  };
  const COMMAND = /^1 ::warning file=bad\.yaml,line=\d+,.*title=log-level::/;
  check('fails a job with a finding', () => COMMAND.test(act({ paths: 'values.yaml\n  *ad.yaml\n' })));
  check('reports only, if it is told to', () =>
    act({ paths: '.', 'fail-on': 'none' }).startsWith('0 ::warning'),
  );
  check('takes a job without a finding', () => act({ paths: 'good.yaml' }).startsWith('0 1 file'));
  check('fails a job without Argo Events', () => act({ paths: 'values.yaml' }).startsWith('3 '));
  check('takes it, if it is told to', () =>
    act({ paths: 'values.yaml', 'allow-empty': 'true' }).startsWith('0 '),
  );
  check('knows whether the files are all', () =>
    act({ paths: 'good.yaml', complete: 'true' }).includes('title=unknown-event-bus::'),
  );
}
