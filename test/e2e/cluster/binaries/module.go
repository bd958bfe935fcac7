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
	environment string   // what decides what a build gives, beside the files of the module
	flags       []string // of `go build`
	tools       []Tool
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
	kubernetes, err := run(ctx, m.dir, "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")
	m.flags, m.tools = kubernetesFlags(kubernetes), tools
	return m, err
}

// prometheus is the module beside this one that pins Prometheus, which needs other versions of what this one needs. Of all the ways to
// find what to scrape, it is built with that of Kubernetes alone: the others are hundreds of packages.
func (m module) prometheus(ctx context.Context) (module, error) {
	other := module{
		dir: filepath.Join(m.dir, "../prometheus"), tools: prometheusTools,
		// Without -trimpath, it shares what `npm run test:alerts` compiles for promtool.
		flags: []string{"-buildvcs=false", "-ldflags=-s -w", "-tags=remove_all_sd,enable_kubernetes_sd"},
	}
	var err error
	other.environment, err = run(ctx, other.dir, "env", "GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOEXPERIMENT", "CGO_ENABLED", "GOFLAGS")
	return other, err
}

// key names what a build of the tools depends on, by its content.
func (m module) key() (string, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%q\n", m.environment, m.flags)
	for _, tool := range m.tools {
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

// kubernetesFlags are those of `go build`. Kubernetes takes its version from the linker, and a kubectl that has none cannot compare
// itself with the server.
func kubernetesFlags(version string) []string {
	major, rest, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	ldflags := []string{"-s", "-w"}
	for _, set := range []string{"gitVersion=" + version, "gitMajor=" + major, "gitMinor=" + minor, "gitTreeState=clean"} {
		ldflags = append(ldflags, "-X", "k8s.io/component-base/version."+set)
	}
	return []string{"-buildvcs=false", "-trimpath", "-ldflags=" + strings.Join(ldflags, " ")}
}

// build makes one tool. It is the Build of a Cache.
func (m module) build(ctx context.Context, tool Tool, out string) error {
	args := append([]string{"build"}, m.flags...)
	_, err := run(ctx, m.dir, append(args, "-o", out, tool.Package)...)
	return err
}

// download gives the folder of a module in Go's module cache, and fills the cache when the module is not in it. Of one that go.mod names,
// go.sum has the sum.
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
