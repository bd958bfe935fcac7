// Generated from github.com/argoproj/argo-events v1.9.11 manifests/base/controller-manager/controller-config.yaml by `npm run imports`. Do not edit.

/** The versions of JetStream that the controller knows, if its configuration is the one that comes with it. */
export const BUS_VERSIONS: readonly string[] = ["latest","2.8.1","2.8.1-alpine","2.8.2","2.8.2-alpine","2.9.1","2.9.12","2.9.16","2.10.29"];
