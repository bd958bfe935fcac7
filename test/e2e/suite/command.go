package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Printed is what a program has printed, and what it has left with.
type Printed struct {
	Stdout, Stderr string
	Code           int
}

// Command runs the command line of the package as the administrator, or with the kubeconfig of another.
func (c *Cluster) Command(ctx context.Context, kubeconfig string, args ...string) (Printed, error) {
	if kubeconfig == "" {
		kubeconfig = c.Plane.Kubeconfig()
	}
	program := c.Program(ctx, args...)
	program.Env = append(os.Environ(), "KUBECONFIG="+kubeconfig, "HOME="+c.Dir)
	var stdout, stderr bytes.Buffer
	program.Stdout, program.Stderr = &stdout, &stderr
	err := program.Run()
	var left *exec.ExitError
	if err != nil && !errors.As(err, &left) {
		return Printed{}, err
	}
	return Printed{stdout.String(), stderr.String(), program.ProcessState.ExitCode()}, nil
}

// Program is the command line of the package, not started yet. It is the source, which the package has compiled.
func (c *Cluster) Program(ctx context.Context, args ...string) *exec.Cmd {
	loader := filepath.Join(Root(), "node_modules/tsx/dist/loader.mjs")
	return exec.CommandContext(ctx, "node", append([]string{"--import", "file://" + loader, filepath.Join(Root(), "src/cli.ts")}, args...)...)
}

// writeNpx makes an npx for the commands of the documents. `npx cdk8s-argo-events` runs the command line of this tree, for the package is
// in no registry, and `npx tsx` that of the clone in which it is typed.
func (c *Cluster) writeNpx() error {
	script := fmt.Sprintf(`#!/bin/sh
case "$1" in
  cdk8s-argo-events) shift; exec node --import file://%s/node_modules/tsx/dist/loader.mjs %[1]s/src/cli.ts "$@" ;;
  tsx) shift; exec node_modules/.bin/tsx "$@" ;;
esac
echo "npx $1: only cdk8s-argo-events and tsx are here" >&2
exit 127
`, Root())
	return os.WriteFile(filepath.Join(c.Dir, "bin/npx"), []byte(script), 0o755)
}
