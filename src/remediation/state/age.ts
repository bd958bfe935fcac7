import { jq } from '../../argo-events/transform';

/** Defines `age` in jq: the seconds since a time that Kubernetes wrote. A value that is no such time has age 0. */
export const JQ_AGE = jq`def age: try (now - fromdateiso8601) catch 0;`;
