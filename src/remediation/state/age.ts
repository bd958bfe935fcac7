import { jq } from '../../argo-events/transform';

/** Defines `age` in jq: the seconds since a time that Kubernetes wrote. What is none is as new as can be. */
export const JQ_AGE = jq`def age: try (now - fromdateiso8601) catch 0;`;
