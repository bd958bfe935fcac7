import { docsOf } from '../findings/checks';
import type { YamlDocument } from '../manifests/document';
import type { ManifestFile } from '../manifests/manifest-file';
import type { TextProblem } from '../manifests/node';
import { type FileFinding, placed } from './file-finding';
import { mentionsOurs } from './ours';

/** What is wrong with the files themselves, and what of them was skipped. */
export interface FileProblems {
  readonly findings: readonly FileFinding[];
  readonly skipped: readonly string[];
}

/**
 * What kubectl cannot read in a file. A file that was found in a folder and is not about Argo Events is somebody else's matter:
 * it is skipped.
 */
export function problemsOf(file: ManifestFile, isNamed: boolean): FileProblems {
  const isAbout = isNamed || mentionsOurs(file.text);
  const isOurMatter = ({ start, end }: YamlDocument) =>
    isNamed || (isAbout && mentionsOurs(file.text.slice(start, end)));
  const wrong = file.documents.filter(({ problems }) => problems.length > 0);
  const problems = [
    ...(isAbout ? file.problems : []),
    ...wrong.filter(isOurMatter).flatMap((document) => document.problems),
  ];
  const isSkipped = wrong.some((document) => document.root === undefined && !isOurMatter(document));
  return {
    findings: problems.map((problem) => placed(file, problem, unplaced(problem))),
    skipped: isSkipped ? ['it cannot be read, and does not mention Argo Events'] : [],
  };
}

function unplaced({ message, help }: TextProblem) {
  return {
    rule: 'yaml',
    severity: 'error' as const,
    message,
    docs: docsOf('yaml'),
    ...(help !== undefined && { help }),
  };
}
