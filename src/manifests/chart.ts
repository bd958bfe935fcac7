import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Whether a file is in the folder `templates` of a chart. */
export function isInChart(path: string): boolean {
  const folders = dirname(path).split(sep);
  return folders.some(
    (folder, index) =>
      folder === 'templates' && existsSync(join(folders.slice(0, index).join(sep) || sep, 'Chart.yaml')),
  );
}
