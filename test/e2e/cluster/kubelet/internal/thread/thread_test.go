package thread

import (
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// The main function is on the first thread, which is free for other goroutines as soon as it waits.
func init() { runtime.LockOSThread() }

var used = map[int]bool{}

func TestMain(m *testing.M) {
	runtime.UnlockOSThread()
	for range 1000 {
		Discard(func() { used[unix.Gettid()] = true })
	}
	os.Exit(m.Run())
}

func TestDiscard(t *testing.T) {
	if used[os.Getpid()] {
		t.Error("the first thread was taken, which does not end")
	}
	if len(used) < 2 {
		t.Error("a thread was used again and again")
	}
}
