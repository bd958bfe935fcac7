// Package sources starts the engine's own event sources, each against a server in this process, and looks at the data that they
// publish: the facts behind the types of the event source kinds.
//
//   - kinds_test.go: the table of all kinds, what each is run against or why it is not, and the record of it, published.json.
//     `go test ./... -update` writes it anew; docs/library/kinds.md is made of it.
//   - web_test.go, hooks_test.go: kinds that listen on a port.
//   - brokers_test.go, kafka_test.go, amqp_test.go: kinds that take messages from a broker.
//   - files_test.go, calls_test.go: the other kinds that run.
//   - decoded_test.go: the kinds that do not run.
//
// A stand-in is a server that this suite has instead of the real one: it answers no more than what the engine asks it for.
package sources
