import { isDeepStrictEqual } from 'node:util';
import { sectionsOf } from '../../scripts/docs/props';
import { eventReference } from '../../src/argo-events/dependency';
import { PROPS } from '../../src/remediation/props';
import { settleAll } from '../../src/remediation/props/row';
import { taskCodeRun } from '../../src/remediation/task-coderun';
import { CHANGED } from '../props';

const sections = sectionsOf();
const described = sections.flatMap(({ props }) => props);

test('each row of a table is described in the interface beside it', () => {
  const lost = sections.flatMap(({ path, props }) => {
    const rows = path === '' ? PROPS : (described.find((prop) => prop.path === path)?.row.rows ?? {});
    // One kind of pods has the fields of all pods, which are described there.
    const known = [...props, ...(path === 'podTemplate.sensors' ? described : [])];
    return Object.keys(rows).filter((name) => !known.some(({ member }) => member.name === name));
  });
  expect(lost).toEqual([]);
  expect(described.length).toBeGreaterThan(60);
  expect(described.filter(({ member }) => member.doc === '')).toEqual([]);
});

describe('what @default says is the default of the row', () => {
  test.each(described.map((prop) => [prop.path, prop] as const))('%s', (_, { row, member }) => {
    const { default: said } = member;
    if (row.isNeeded) expect(said).toBe('');
    else if (said === '- that of each field') expect(Object.keys(row.rows ?? {})).not.toEqual([]);
    else if (said.startsWith('- ')) expect(row.settle(undefined) ?? {}).toEqual({});
    else expect(evaluate(said)).toEqual(row.settle(undefined));
  });
});

test('test/props.ts has another value for each prop, and in a group for each of its own', () => {
  // An object that lacks something without a field is given as a whole.
  const wholes = described.filter(({ row }) => row.isNeeded).map(({ path }) => inside(path));
  const same = described
    .map(({ path }) => path)
    .filter((path) => path.split('.').length <= 2 && !wholes.includes(inside(path)))
    .filter((path) => {
      const value = at(CHANGED, path);
      return value === undefined || isDeepStrictEqual(value, at(settleAll(PROPS, {}), path));
    });
  expect(same).toEqual([]);
});

/** The value of an expression in a comment. */
function evaluate(expression: string): unknown {
  return new Function('eventReference', 'taskCodeRun', `return ${expression}`)(eventReference, taskCodeRun);
}

/** The path of the object that a prop is in. */
function inside(path: string): string {
  return path.split('.').slice(0, -1).join('.');
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((object, key) => (object as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}
