import { parseAllDocuments } from 'yaml';
import { impactOf } from '../../src/impact/impact';
import type { Statement, Subject } from '../../src/impact/report';
import type { PlainObject } from '../../src/lint/rule';

/** The objects of a text of YAML. Those without apiVersion and namespace are of Argo Events, in the namespace `events`. */
export function objectsIn(yaml: string): PlainObject[] {
  return parseAllDocuments(yaml).map((document) => {
    const { metadata, ...object } = document.toJS() as PlainObject;
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      ...object,
      metadata: { namespace: 'events', ...(metadata as object) },
    };
  });
}

/** What is said about a subject, if a text of YAML becomes another one: `<effect> <Kind>/<name>…: <message>`. */
export function told(about: Subject, before: string, after: string): string[] {
  return statements(about, before, after).map(
    ({ effect, objects, message }) =>
      `${effect} ${objects.map(({ kind, name }) => `${kind}/${name}`).join(' ')}: ${message}`,
  );
}

/** The statements about a subject, if a text of YAML becomes another one. */
export function statements(about: Subject, before: string, after: string): Statement[] {
  return impactOf(objectsIn(before), objectsIn(after)).statements.filter((one) => one.about === about);
}
