package binaries

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// module is the Go module that pins the tools, as the go command sees it.
type module struct {
	dir         string
	environment string // what decides what a build gives, beside the files of the module
	kubernetes  string // version of k8s.io/kubernetes
}

func readModule(ctx context.Context) (module, error) {
	goMod, err := run(ctx, "", "env", "GOMOD")
	if err != nil {
		return module{}, err
	}
	if filepath.Base(goMod) != "go.mod" {
		return module{}, fmt.Errorf("the current folder is in no Go module: go env GOMOD says %q, which has to be the go.mod that names the tools", goMod)
	}
	m := module{dir: filepath.Dir(goMod)}
	if m.environment, err = run(ctx, m.dir, "env", "GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOEXPERIMENT", "CGO_ENABLED", "GOFLAGS"); err != nil {
		return module{}, err
	}
	m.kubernetes, err = run(ctx, m.dir, "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")
	return m, err
}

// key names what a build of the tools depends on, by its content.
func (m module) key() (string, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%q\n", m.environment, m.flags())
	for _, tool := range tools {
		fmt.Fprintf(hash, "%s %s\n", tool.Package, tool.Name)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(m.dir, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(data), data)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}

// flags are those of `go build`. Kubernetes takes its version from the linker, and a kubectl that has none cannot compare itself with
// the server.
func (m module) flags() []string {
	major, rest, _ := strings.Cut(strings.TrimPrefix(m.kubernetes, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	ldflags := []string{"-s", "-w"}
	for _, set := range []string{"gitVersion=" + m.kubernetes, "gitMajor=" + major, "gitMinor=" + minor, "gitTreeState=clean"} {
		ldflags = append(ldflags, "-X", "k8s.io/component-base/version."+set)
	}
	return []string{"-buildvcs=false", "-trimpath", "-ldflags=" + strings.Join(ldflags, " ")}
}

// build makes one tool. It is the Build of a Cache.
func (m module) build(ctx context.Context, tool Tool, out string) error {
	args := append([]string{"build"}, m.flags()...)
	_, err := run(ctx, m.dir, append(args, "-o", out, tool.Package)...)
	return err
}

// download gives the folder of a module in Go's module cache, and fills the cache when the module is not in it.
func (m module) download(ctx context.Context, wanted pinned) (string, error) {
	out, err := run(ctx, m.dir, "mod", "download", "-json", wanted.path)
	if err != nil {
		return "", err
	}
	var found struct{ Dir, Sum string }
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		return "", fmt.Errorf("go mod download -json %s: %w", wanted.path, err)
	}
	if wanted.sum != "" && found.Sum != wanted.sum {
		return "", fmt.Errorf("%s has the sum %s, want %s", wanted.path, found.Sum, wanted.sum)
	}
	return found.Dir, nil
}
