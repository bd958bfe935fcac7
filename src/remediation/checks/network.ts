import { type Finding, finding, unknownFields } from '../../validation';
import { isCidr, isLabelKey, isLabelValue, isObject } from './values';

/** Checks who may connect to a pod. */
export function checkPeer(path: string, name: string, peer: unknown): Finding[] {
  const allowed = 'an object of namespaceLabels and podLabels, or of cidr';
  if (!isObject(peer)) return [finding(path, `${name} is not allowed`, peer, allowed)];
  const { namespaceLabels, podLabels, cidr } = peer;
  const hasLabels = namespaceLabels !== undefined || podLabels !== undefined;
  return [
    ...unknownFields(path, name, peer, ['namespaceLabels', 'podLabels', 'cidr']),
    // With both, Kubernetes refuses it; with neither, nobody is meant.
    ...(hasLabels === (cidr !== undefined) ? [finding(path, `${name} is not allowed`, peer, allowed)] : []),
    ...checkLabels(path, `${name}.namespaceLabels`, namespaceLabels),
    ...checkLabels(path, `${name}.podLabels`, podLabels),
    ...(cidr === undefined || isCidr(cidr)
      ? []
      : [finding(path, `${name}.cidr is not allowed`, cidr, 'a block of addresses, such as "10.0.0.1/32"')]),
  ];
}

function checkLabels(path: string, name: string, labels: unknown): Finding[] {
  if (labels === undefined) return [];
  if (!isObject(labels)) return [finding(path, `${name} is not allowed`, labels, 'an object of labels')];
  return Object.entries(labels).flatMap(([key, label]) => [
    ...(isLabelKey(key)
      ? []
      : [finding(path, `${name} has a field that is not allowed`, key, 'the key of a label')]),
    ...(isLabelValue(label)
      ? []
      : [finding(path, `${name}.${key} is not allowed`, label, 'the value of a label')]),
  ]);
}
