package binaries_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
)

// workshop builds by writing a tool's package into its file, and keeps what it did.
type workshop struct {
	binaries.Cache
	mu    sync.Mutex
	built []string
	said  []string
	fail  string // the tool that cannot be built
}

func newWorkshop(root string) *workshop {
	w := &workshop{}
	w.Cache = binaries.Cache{Root: root, Build: w.build, Say: func(line string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.said = append(w.said, line)
	}}
	return w
}

func (w *workshop) build(_ context.Context, tool binaries.Tool, out string) error {
	// A build that fails has begun to write.
	if err := os.WriteFile(out, []byte(tool.Package), 0o700); err != nil {
		return err
	}
	if tool.Name == w.fail {
		return errors.New("does not compile")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.built = append(w.built, tool.Name)
	return nil
}

var two = []binaries.Tool{{Package: "example.com/one", Name: "one"}, {Package: "example.com/two", Name: "two"}}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestBuildsOnceAndSaysSo(t *testing.T) {
	w := newWorkshop(t.TempDir())
	dir, err := w.Ensure(t.Context(), "key", two)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "built", w.built, "one", "two")
	equal(t, "files", names(t, dir), "one", "two")
	if len(w.said) != 2 || !strings.HasPrefix(w.said[1], "built "+filepath.Join(dir, "two")+" in 0.0 s") {
		t.Errorf("said %q", w.said)
	}
	if again, err := w.Ensure(t.Context(), "key", two); err != nil || again != dir {
		t.Errorf("%q, %v", again, err)
	}
	equal(t, "built after a second time", w.built, "one", "two")
	if other, err := w.Ensure(t.Context(), "another-key", two); err != nil || other == dir {
		t.Errorf("%q, %v", other, err)
	}
	equal(t, "built after another key", w.built, "one", "two", "one", "two")
}

func TestAFailureLeavesNothingHalf(t *testing.T) {
	w := newWorkshop(t.TempDir())
	w.fail = "two"
	_, err := w.Ensure(t.Context(), "key", two)
	if err == nil || err.Error() != "two cannot be built: does not compile" {
		t.Errorf("error: %v", err)
	}
	equal(t, "files", names(t, filepath.Join(w.Root, "key")), "one")
	w.fail = ""
	if _, err := w.Ensure(t.Context(), "key", two); err != nil {
		t.Error(err)
	}
	equal(t, "built", w.built, "one", "two")
}

func TestManyAtOnceBuildOnce(t *testing.T) {
	root := t.TempDir()
	var building, built atomic.Int32
	slow := func(_ context.Context, tool binaries.Tool, out string) error {
		if building.Add(1) > 1 {
			t.Error("two builds at once")
		}
		defer building.Add(-1)
		built.Add(1)
		if err := os.WriteFile(out, nil, 0o700); err != nil {
			return err
		}
		time.Sleep(5 * time.Millisecond)
		return nil
	}
	var runs sync.WaitGroup
	for i := range 8 {
		runs.Go(func() {
			cache := binaries.Cache{Root: root, Build: slow, Say: func(string) {}}
			if _, err := cache.Ensure(t.Context(), fmt.Sprintf("key-%d", i%2), two); err != nil {
				t.Error(err)
			}
		})
	}
	runs.Wait()
	if built.Load() != 4 {
		t.Errorf("%d builds of two tools for two keys", built.Load())
	}
}

func TestWaitingIsSaidAndEnds(t *testing.T) {
	root := t.TempDir()
	begun, finish := make(chan struct{}), make(chan struct{})
	slow := newWorkshop(root)
	slow.Build = func(ctx context.Context, tool binaries.Tool, out string) error {
		if tool.Name == "one" {
			close(begun)
			<-finish
		}
		return slow.build(ctx, tool, out)
	}
	first := make(chan error)
	go func() {
		_, err := slow.Ensure(context.Background(), "key", two)
		first <- err
	}()
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	second := newWorkshop(root)
	second.Say = func(line string) {
		if want := "waiting for another run, which is building in " + root; line != want {
			t.Errorf("said %q, want %q", line, want)
		}
		cancel()
	}
	if _, err := second.Ensure(ctx, "key", two); !errors.Is(err, context.Canceled) {
		t.Errorf("the one that waits: %v", err)
	}
	close(finish)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

func TestOldSetsAndHalfBuiltProgramsGo(t *testing.T) {
	w := newWorkshop(t.TempDir())
	for key, age := range map[string]time.Duration{"recent": 13 * 24 * time.Hour, "old": 15 * 24 * time.Hour} {
		dir, err := w.Ensure(t.Context(), key, two)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, ".building-one"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(dir, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Ensure(t.Context(), "new", two); err != nil {
		t.Fatal(err)
	}
	equal(t, "sets", names(t, w.Root), "lock", "new", "recent")
	equal(t, "files", names(t, filepath.Join(w.Root, "recent")), "one", "two")
}
