// Package thread runs what changes the thread that it runs on.
package thread

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// Discard runs do on a thread that ends with it, so that no other goroutine runs in the namespaces that it goes to.
func Discard(do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if unix.Gettid() == os.Getpid() {
			// The first thread of a process never ends: it would stay where do went, for good. While it is held here, do gets another.
			Discard(do)
			runtime.UnlockOSThread()
			return
		}
		do()
	}()
	<-done
}
