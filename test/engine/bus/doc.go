// Package bus shows on a real NATS, in this process, what becomes of events between an event source and the triggers of a sensor:
// the connections are the engine's own (pkg/eventbus/jetstream), only what a trigger does is ours.
package bus
