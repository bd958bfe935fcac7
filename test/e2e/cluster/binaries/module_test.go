package binaries_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
)

func TestKeyFollowsTheContent(t *testing.T) {
	key := func() string {
		t.Helper()
		key, err := binaries.Key(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	here := key()
	goMod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	module := filepath.Dir(string(goMod))
	copied := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(copied, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(copied)
	if there := key(); there != here {
		t.Errorf("the same module in another folder has the key %q, here %q", there, here)
	}
	seen := map[string]string{here: "nothing"}
	for _, change := range []struct {
		what string
		make func()
	}{
		{"go.mod", func() { add(t, "go.mod", "\n// changed\n") }},
		{"go.sum", func() { add(t, "go.sum", "example.com/m v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n") }},
		{"the flags", func() { t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -race") }},
	} {
		change.make()
		if other, ok := seen[key()]; ok {
			t.Errorf("after a change of %s the key is that after a change of %s", change.what, other)
		}
		seen[key()] = change.what
	}
}

func add(t *testing.T, path, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, text...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOutsideOfAModule(t *testing.T) {
	t.Chdir("/") // and not a temporary folder: one above it may be a module
	if _, err := binaries.Key(t.Context()); err == nil || !strings.Contains(err.Error(), "the current folder is in no Go module") {
		t.Error(err)
	}
}

// The stand-in for the go command starts a compiler and waits for it.
func TestCancelEndsTheCompilersToo(t *testing.T) {
	bin := t.TempDir()
	script := "#!/bin/sh\nsleep 1000 &\necho $! >\"$1\"\nwait\n"
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("MARK", t.Name())
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	started := filepath.Join(bin, "started")
	go func() {
		_, err := binaries.Run(ctx, "", started)
		ended <- err
	}()
	eventually(t, "the compiler runs", func() bool { _, err := os.Stat(started); return err == nil })
	// A process that becomes another program has no environment for a moment.
	eventually(t, "the command and the compiler", func() bool { return count(t, "MARK="+t.Name()) == 2 })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was cancelled", err)
	}
	if n := count(t, "MARK="+t.Name()); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestAFailureSaysWhat(t *testing.T) {
	_, err := binaries.Run(t.Context(), "", "no-such-command")
	for _, part := range []string{"go no-such-command: exit status 2", "unknown command"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("no %q in: %v", part, err)
		}
	}
}

// count gives the number of processes that have the variable in their environment.
func count(t *testing.T, variable string) (n int) {
	t.Helper()
	paths, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil && strings.Contains(string(data), variable) {
			n++
		}
	}
	return n
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after 30 seconds: %s", what)
		}
	}
}
