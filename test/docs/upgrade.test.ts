import { TASK_TREE } from '../app';
import { read, rows } from './markdown';

const page = read('docs/upgrade.md');

/** The props that a cell names. */
const named = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** The sections that a cell of steps links to. */
const links = (cell = ''): string[] => [...cell.matchAll(/\]\(#([\w-]+)\)/g)].map(([, link = '']) => link);

describe('the steps of a change', () => {
  const steps = new Map(
    rows(page).flatMap(([first, cell]) => named(first).map((prop) => [prop, links(cell)])),
  );
  const changes = rows(read('docs/change.md')).flatMap(
    ([first, feedback = '', state = '', pullRequest = '']) =>
      /^(?:new consumer|stays|on another bus)$/.test(feedback)
        ? named(first).map((prop) => ({ prop, feedback, state, pullRequest }))
        : [],
  );

  test.each(changes)('$prop: $feedback, $state, $pullRequest', ({ prop, feedback, pullRequest }) => {
    const loses = feedback === 'stays' && pullRequest === 'stays' ? ['deploy'] : ['deploy', 'redeliver'];
    expect([loses, ['with-the-intake-stopped']]).toContainEqual(steps.get(prop));
  });

  test.each(['name', 'namespaces.agents', 'apiVersion', 'kind'])(
    '%s leaves states or runs behind, so no comment may come meanwhile',
    (prop) => expect(steps.get(prop)).toEqual(['with-the-intake-stopped']),
  );
});

/** The sh blocks of a section, without their indentation. */
function commands(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  return [...text.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, block = '']) => block.replace(/^ +/gm, ''));
}

describe('the ApplySets', () => {
  test('are made by the commands that use them', () => {
    expect(commands('Before the first upgrade')).toEqual(commands('Deploy'));
  });

  test('have all folders of the resources, and those alone', () => {
    const folders = [...TASK_TREE.keys()].flatMap(
      (path) => /^(.*\/resources\/[^/]+)\//.exec(path)?.[1] ?? [],
    );
    const applied = [...(commands('Deploy')[0] ?? '').matchAll(/-f dist\/(\S+)/g)].map(
      ([, folder]) => folder,
    );
    expect(applied.sort()).toEqual([...new Set(folders)].sort());
  });
});
