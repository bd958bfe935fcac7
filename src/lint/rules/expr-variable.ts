import { nameHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { readExprFilters } from '../expressions';
import type { ObjectRule } from '../rule';

/** A variable of an expression without a value. */
export const exprVariable: ObjectRule = {
  id: 'expr-variable',
  severity: 'error',
  summary: 'An expression uses a variable that is not one of its fields',
  why: 'The variables of an expression are its fields, and govaluate reads a name with a dot as a member of a variable. So the evaluation fails, and the event is dropped (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { filter, expressionNames, fields, fieldNames } of readExprFilters(sensor)) {
      for (const member of expressionNames?.members ?? []) {
        const field = fields.find(({ value }) => value['name'] === member);
        const place = field ? [...field.path, 'name'] : [...filter.path, 'expr'];
        report(place, `${quote(member)} has a dot, so the expression reads a member of a variable`, {
          value: member,
          help: 'write a name without dots',
        });
      }
      // A name such as n or y, without quotes, is a boolean, and the schema says so.
      if (fields.some(({ value }) => typeof value['name'] !== 'string')) continue;
      for (const variable of expressionNames?.variables ?? []) {
        if (fieldNames.includes(variable)) continue;
        report(
          [...filter.path, 'expr'],
          `the expression uses ${quote(variable)}, which is none of its fields`,
          { value: variable, help: OPERATORS[variable.toLowerCase()] ?? nameHelp(variable, fieldNames) },
        );
      }
    }
  },
};

/** What to write for a word that is an operator or a function elsewhere. The expressions of the engine have no functions. */
const OPERATORS: Readonly<Record<string, string>> = {
  and: 'write "&&"',
  or: 'write "||"',
  not: 'write "!"',
  eq: 'write "=="',
  ne: 'write "!="',
  gt: 'write ">"',
  lt: 'write "<"',
  contains: 'there is no such function: write =~',
  matches: 'there is no such function: write =~',
  startswith: 'there is no such function: write =~ with a pattern that begins with ^',
  endswith: 'there is no such function: write =~ with a pattern that ends with $',
  len: 'there is no such function: compare the path with .# at its end',
};
