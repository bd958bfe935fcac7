import type { Finding } from '../../findings/finding';
import { type PropPlace, unknownProps, within, wrongProp } from '../../findings/refuse';
import { isCidr, isLabelKey, isLabelValue, isObject } from './values';

/** What a peer may be, in words. */
export const PEER = 'an object of namespaceLabels and podLabels, or of cidr';

/** What a block of addresses may be, in words. */
export const CIDR = 'a block of addresses, such as "10.0.0.1/32"';

/** Checks who may connect to a pod. */
export function checkPeer(place: PropPlace, peer: unknown): Finding[] {
  if (!isObject(peer)) return [wrongProp(place, peer, PEER)];
  const { namespaceLabels, podLabels, cidr } = peer;
  const hasLabels = namespaceLabels !== undefined || podLabels !== undefined;
  return [
    ...unknownProps(place, peer, ['namespaceLabels', 'podLabels', 'cidr']),
    // With both, Kubernetes refuses it; with neither, nobody is meant.
    ...(hasLabels === (cidr !== undefined) ? [wrongProp(place, peer, PEER)] : []),
    ...checkLabels(within(place, 'namespaceLabels'), namespaceLabels),
    ...checkLabels(within(place, 'podLabels'), podLabels),
    ...(cidr === undefined || isCidr(cidr) ? [] : [wrongProp(within(place, 'cidr'), cidr, CIDR)]),
  ];
}

function checkLabels(place: PropPlace, labels: unknown): Finding[] {
  if (labels === undefined) return [];
  if (!isObject(labels)) return [wrongProp(place, labels, 'an object of labels')];
  return Object.entries(labels).flatMap(([key, label]) => [
    ...(isLabelKey(key) ? [] : [wrongProp(place, key, 'the key of a label')]),
    ...(isLabelValue(label) ? [] : [wrongProp(within(place, key), label, 'the value of a label')]),
  ]);
}
