// Package engine runs the real Argo Events engine, at the version that go.mod pins, over what this project renders.
//
//   - verdicts_test.go: every Sensor × every sample in ../payloads, compared with the record in verdicts/, which is what a reviewer
//     reads. `go test ./... -update` writes it anew.
//   - canonical_test.go: every object survives its Go type unchanged, so that Argo CD finds nothing to report.
//   - valid_test.go: the engine's own validation, and every text that only the running engine would parse.
//   - sources/: the engine's event sources, each against a server, and what they publish.
//   - running/: the engine's listener takes every sample from a real JetStream, and does what its verdict says.
//   - resets/: which consumers a changed sensor keeps, and what it loses of the events that wait.
//   - story/: all Sensors together over an object store in memory, until nothing moves, and what must hold then.
//
// The tree comes from ../../dist or DIST, the samples from ../payloads or PAYLOADS, the record from verdicts or VERDICTS. Run it with
// -count=1: go test does not look at files outside its module, and would answer from its cache after they changed.
package engine
