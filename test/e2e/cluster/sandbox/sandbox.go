// Package sandbox runs the tests of a package in namespaces of their own: network, mounts, processes, host name, IPC.
//
// So every run has the whole range of ports and addresses for itself, several run side by side, and the kernel takes away whatever is
// left when a run ends, in whatever way it ends. Three processes of the test binary make a run: the one outside (outside.go), the
// first process of the namespaces (inside.go), and the tests.
package sandbox

import (
	"os"
	"testing"
)

// Each process learns from its environment which of the three it is, so that flags and arguments stay what they are.
const (
	levelEnv   = "E2E_SANDBOX_LEVEL"
	levelInit  = "init"
	levelTests = "tests"
	dirEnv     = "E2E_SANDBOX_DIR"
)

var dir string

// Main runs the tests inside the sandbox and exits as they do. It is all that a TestMain has to call.
func Main(m *testing.M) {
	switch os.Getenv(levelEnv) {
	case levelInit:
		os.Exit(inside())
	case levelTests:
		dir = os.Getenv(dirEnv)
		// A process that the tests start is none of the three, and a test binary among them makes a sandbox of its own.
		os.Unsetenv(levelEnv)
		os.Unsetenv(dirEnv)
		os.Exit(m.Run())
	default:
		os.Exit(outside(m))
	}
}

// Dir is the work directory of the run. It is removed when the tests pass. When they fail and have left something in it, it stays,
// and its path is printed.
func Dir() string { return dir }
