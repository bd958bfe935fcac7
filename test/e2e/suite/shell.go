package suite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Sh runs a script as an administrator's shell would: kubectl is the one that matches the server, and talks to it. The folder is the
// working directory. What it prints is returned whether it succeeds or not.
func (c *Cluster) Sh(ctx context.Context, folder, script string, env ...string) (string, error) {
	shell := exec.CommandContext(ctx, "sh", "-eu", "-c", script)
	shell.Dir = folder
	shell.Env = append(os.Environ(), "PATH="+filepath.Join(c.Dir, "bin")+":"+os.Getenv("PATH"), "KUBECONFIG="+c.Plane.Kubeconfig(), "HOME="+c.Dir)
	shell.Env = append(shell.Env, env...)
	out, err := shell.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%w: %s\n%s", err, strings.TrimSpace(script), out)
	}
	return string(out), nil
}
