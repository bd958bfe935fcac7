import { docsOf } from '../findings/checks';
import type { FileFinding } from './file-finding';
import { messageOf, oneLine } from './line';
import { type LintResult, listedRules } from './lint';

interface Tool {
  readonly version: string;
  readonly homepage: string;
}

/**
 * The result as SARIF 2.1.0, which GitHub code scanning and editors read.
 *
 * @param error why the program could not run
 */
export function toSarif(result: LintResult, tool: Tool, exitCode: number, error?: string): string {
  const rules = listedRules();
  const ids = rules.map(({ id }) => id);
  const notes = [
    ...result.skipped.map(({ file, reason }) => note('note', `skipped ${file}: ${reason}`)),
    ...(error === undefined ? [] : [note('error', error)]),
  ];
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-argo-events',
            version: tool.version,
            informationUri: tool.homepage,
            rules: rules.map(({ id, severity, summary }) => ({
              id,
              shortDescription: { text: `${summary}.` },
              helpUri: docsOf(id),
              defaultConfiguration: { level: severity },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          { executionSuccessful: error === undefined, exitCode, toolExecutionNotifications: notes },
        ],
        results: result.findings.map((found) => resultOf(found, ids)),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function note(level: 'note' | 'error', text: string) {
  return { level, message: { text: oneLine(text) } };
}

function resultOf(found: FileFinding, ids: readonly string[]) {
  const { rule, severity, file, start, end, help } = found;
  const text = oneLine(messageOf(found));
  const ruleIndex = ids.indexOf(rule);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: severity,
    message: { text: help === undefined ? text : `${text}; ${oneLine(help)}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file.name) },
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
        },
      },
    ],
  };
}

/** A relative path, or that of a file elsewhere, as a URI. */
function uriOf(name: string): string {
  if (name === '<stdin>') return 'stdin';
  const path = name.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
