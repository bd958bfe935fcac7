/** For commands that must not ask a cluster. */
export function noCluster(): never {
  throw new Error('This command must not ask a cluster');
}
