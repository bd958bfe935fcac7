import type { Finding, ObjectName } from '../findings/finding';
import { nameOf, namespaceOf } from './objects';
import { asString, valueAt } from './plain';
import type { PlainObject } from './rule';
import { subjectOf } from './subject';

/** A finding about an object. */
export interface LintFinding extends Finding {
  /** The name of the object. */
  readonly object: ObjectName;
  /** The object itself, as it was given. */
  readonly given: PlainObject;
  /**
   * The field that it is about, of the object at the path: an unknown one.
   *
   * @default none: it is about the value at the path
   */
  readonly field?: string;
  /**
   * The only value that can be meant at the path.
   *
   * @default none: there are several, or none that is safe
   */
  readonly fix?: string | number;
}

/** Completes a finding about an object: the name of the object, and of the part of it that the path leads to. */
export function findingIn(
  given: PlainObject,
  found: Omit<LintFinding, 'object' | 'subject' | 'given'>,
): LintFinding {
  const namespace = namespaceOf(given);
  const subject = subjectOf(given, found.path);
  return {
    ...found,
    object: {
      apiVersion: asString(valueAt(given, 'apiVersion')) ?? '',
      kind: asString(valueAt(given, 'kind')) ?? '',
      ...(namespace !== '' && { namespace }),
      name: nameOf(given),
    },
    ...(subject !== undefined && { subject }),
    given,
  };
}
