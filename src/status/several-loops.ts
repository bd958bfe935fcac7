import { ClusterError } from '../cluster/cluster';

/** Several loops have states in the namespace, and none was chosen. */
export class SeveralLoopsError extends ClusterError {
  constructor(namespace: string, loops: readonly string[]) {
    super(`Several loops have states in namespace ${namespace}: ${loops.join(', ')}. Choose one with --loop`);
  }
}
