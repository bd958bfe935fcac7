// Build builds the programs that the tests need, where that has not been done yet. The tests do so too, but `go test` shows only at
// their end what they say.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	_, err := binaries.Ensure(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
