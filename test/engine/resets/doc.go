// Package resets shows what a changed sensor loses of the events that wait on the bus: cases.yaml says it, and the engine's own
// listener on a real JetStream is asked. It is what `cdk8s-argo-events impact` says of the same sensors.
package resets
