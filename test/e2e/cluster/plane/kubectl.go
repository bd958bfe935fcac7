package plane

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Kubectl runs kubectl as the administrator and gives what it prints. It keeps its caches in the plane's folder.
func (p *Plane) Kubectl(ctx context.Context, args ...string) (stdout string, err error) {
	var out, messages bytes.Buffer
	cmd := exec.CommandContext(ctx, p.bin.Kubectl, args...)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+p.Kubeconfig(), "HOME="+p.dir)
	cmd.Stdout, cmd.Stderr = &out, &messages
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(messages.String()))
	}
	return out.String(), nil
}
