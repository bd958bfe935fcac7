package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestExitCodeAndWorkDirectory(t *testing.T) {
	for fixture, want := range map[string]struct {
		code int
		left bool
	}{
		"pass":                         {0, false},
		"fail":                         {1, true},
		"fail with nothing to look at": {1, false},
		"exit":                         {7, false},
		"die":                          {128 + 9, false},
	} {
		t.Run(fixture, func(t *testing.T) {
			r := start(t, fixture)
			if got := r.end(t); got != want.code {
				t.Errorf("exit code %d, want %d: %s", got, want.code, r.stderr.String())
			}
			left := r.left(t)
			if want.left != (len(left) == 1) {
				t.Fatalf("it left %q", left)
			}
			if want.left && !strings.Contains(r.stderr.String(), left[0]) {
				t.Errorf("it does not say where its logs are: %q", r.stderr.String())
			}
		})
	}
}

func TestArgumentsComeThrough(t *testing.T) {
	r := start(t, "arguments", "-test.v=true", "-test.timeout=7m", "rest")
	if got, want := r.until(t, "arguments"), strings.Join(r.Args[1:], " "); got != want {
		t.Errorf("the tests got %q, want %q", got, want)
	}
	if code := r.end(t); code != 0 {
		t.Errorf("exit code %d: %s", code, r.stderr.String())
	}
}

func TestListNeedsNoSandbox(t *testing.T) {
	t.Setenv("E2E_BINARIES", "none") // which a sandbox would complain of
	out, err := exec.Command("/proc/self/exe", "-test.list=^TestList").Output()
	if got, want := string(out), t.Name()+"\n"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestSignalLeavesNothing(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			r := start(t, "busy")
			r.until(t, "ready")
			r.Process.Signal(sig)
			if got, want := r.end(t), 128+int(sig); got != want {
				t.Errorf("exit code %d, want %d", got, want)
			}
			if found := r.processes(); len(found) != 0 {
				t.Errorf("processes: %q", found)
			}
			if found := r.left(t); len(found) != 0 {
				t.Errorf("files: %q", found)
			}
		})
	}
}

func TestKillLeavesNoProcess(t *testing.T) {
	r := start(t, "busy")
	r.until(t, "ready")
	// The binary of the tests is three processes here, and the daemon that they started.
	r.have(t, 4)
	r.Process.Kill()
	if got := r.end(t); got != 128+9 {
		t.Errorf("exit code %d", got)
	}
	r.have(t, 0)
}

// `go test` that is killed leaves the binaries of its tests running. A shell is killed here in its place.
func TestDeathOfTheParentLeavesNothing(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := startCommand(t, "busy", exec.Command("sh", "-c", `"$0" -test.run=^TestFixture$; exit $?`, exe))
	r.until(t, "ready")
	r.have(t, 5)
	r.Process.Kill()
	r.end(t)
	r.have(t, 0)
	if found := r.left(t); len(found) != 0 {
		t.Errorf("files: %q", found)
	}
}

// The first time, the programs are built before there is a sandbox, for minutes. The go command is a stand-in here, which has started
// a compiler.
func TestEndWhileBuilding(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"go.mod": "", "go.sum": "", "go": `#!/bin/sh
folder=$(dirname "$0")
case "$*" in
"env GOMOD") echo "$folder/go.mod" ;;
build*) sleep 1000 & touch "$folder/building"; wait ;;
esac
`} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(folder, "cache"))
	t.Setenv("E2E_BINARIES", "")
	os.Unsetenv("E2E_BINARIES")
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		t.Run(sig.String(), func(t *testing.T) {
			building := filepath.Join(folder, "building")
			os.Remove(building)
			r := start(t, "pass")
			eventually(t, "it builds", func() bool { _, err := os.Stat(building); return err == nil })
			// The binary of the tests, the go command, the compiler.
			r.have(t, 3)
			r.Process.Signal(sig)
			if got, want := r.end(t), 128+int(sig); got != want {
				t.Errorf("exit code %d, want %d: %s", got, want, r.stderr.String())
			}
			r.have(t, 0)
			if found := r.left(t); len(found) != 0 {
				t.Errorf("files: %q", found)
			}
		})
	}
}

func TestQuitTellsWhereTestsHang(t *testing.T) {
	r := start(t, "busy")
	dir := r.until(t, "ready")
	r.Process.Signal(syscall.SIGQUIT)
	if code := r.end(t); code != 2 {
		t.Errorf("exit code %d, want that of a panic", code)
	}
	for _, part := range []string{"SIGQUIT", "sandbox.busy"} {
		if !strings.Contains(r.stderr.String(), part) {
			t.Errorf("no %q, and so no stack of the test: %q", part, r.stderr.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "file")); err != nil {
		t.Errorf("the work directory of a run that failed: %v", err)
	}
}

func TestSideBySide(t *testing.T) {
	// Both listen on one address when they say that they are ready.
	first, second := start(t, "busy"), start(t, "busy")
	if first.until(t, "ready") == second.until(t, "ready") {
		t.Error("both have the same work directory")
	}
	for _, r := range []*run{first, second} {
		r.have(t, 4)
	}
}

func TestWithoutRoot(t *testing.T) {
	exe, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	// The work directory is for root alone otherwise.
	binary := filepath.Join(Dir(), "tests")
	if err := os.WriteFile(binary, exe, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(Dir(), 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(Dir(), 0o700); os.Remove(binary) })
	for _, args := range [][]string{{"-test.run=^TestFixture$"}, {"-test.list=."}} {
		cmd := exec.Command(binary, args...)
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "root is needed") {
			t.Errorf("%q: %v, %q", args, err, out)
		}
	}
}
