import { LABEL } from '../names';
import { type Cel, cel, celAllOf } from './cel';

/** The condition that an update changes only the label at-rest: none of these fields, and no other metadata. */
export function changesOnlyAtRestLabel(fields: readonly string[]): Cel {
  const labels = (object: string) => `${object}.metadata.?labels.orValue({})`;
  const kept = (one: string, other: string) =>
    cel`${{ cel: labels(one) }}.all(key, key == ${LABEL.atRest} ||
      ${{ cel: labels(one) }}[?key] == ${{ cel: labels(other) }}[?key])`;
  return celAllOf([
    ...[...fields, 'metadata.?annotations', 'metadata.?finalizers', 'metadata.?ownerReferences'].map(
      (field): Cel => ({ cel: `variables.now.?${field} == dyn(oldObject).?${field}` }),
    ),
    kept('variables.now', 'dyn(oldObject)'),
    kept('dyn(oldObject)', 'variables.now'),
  ]);
}
