package suite

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Root is the repository.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../..")
}

// checkout makes a folder that looks like a clone of the repository to the commands of its documents, with a rendered tree as dist/ and
// without what a cluster has of its own: here it is the bus, which the suite runs outside.
func checkout(rendered, folder string) error {
	for from, name := range map[string]string{
		rendered: "dist", filepath.Join(Root(), "test/sample-feedback-event.yaml"): "test/sample-feedback-event.yaml",
	} {
		if err := copyTree(from, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return leaveOutBus(folder)
}

// LeaveOutBus takes the bus out of the tree that is rendered in the checkout.
func (c *Cluster) LeaveOutBus() error { return leaveOutBus(c.Checkout) }

func leaveOutBus(folder string) error {
	bus := filepath.Join(folder, "dist/infra/gitops/prerequisites/github-webhooks/default-eventbus.yaml")
	if err := os.Remove(bus); err != nil {
		return fmt.Errorf("the prerequisites have no bus to leave out: %w", err)
	}
	return nil
}

func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}
