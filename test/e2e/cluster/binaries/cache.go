package binaries

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Cache keeps sets of programs, one folder each.
type Cache struct {
	Root  string
	Build func(ctx context.Context, tool Tool, out string) error
	Say   func(line string)
}

const (
	// unused is how long a set stays that no run has asked for. A set takes 400 MB, and each change of go.mod makes another.
	unused = 14 * 24 * time.Hour

	// unfinished begins the name of a file that is being built.
	unfinished = ".building-"
)

// cacheRoot is outside the repository, so that every working copy has the same.
func cacheRoot() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("nowhere to keep the programs: %w", err)
	}
	return filepath.Join(base, "cdk8s-argo-events", "e2e"), nil
}

// Ensure gives the folder of a set, with each of its programs in it. Only one process builds at a time, whatever the set, since one
// link takes 2 GB at its peak; others wait and then find the programs there.
func (c Cache) Ensure(ctx context.Context, key string, tools []Tool) (string, error) {
	dir := filepath.Join(c.Root, key)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	now := time.Now()
	if err := os.Chtimes(dir, now, now); err != nil {
		return "", err
	}
	if len(missing(dir, tools)) == 0 {
		return dir, nil
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	if err := c.clean(now); err != nil {
		return "", err
	}
	for _, tool := range missing(dir, tools) {
		start := time.Now()
		if err := c.make(ctx, dir, tool); err != nil {
			return "", fmt.Errorf("%s cannot be built: %w", tool.Name, err)
		}
		c.Say(fmt.Sprintf("built %s in %.1f s", filepath.Join(dir, tool.Name), time.Since(start).Seconds()))
	}
	return dir, nil
}

func missing(dir string, tools []Tool) []Tool {
	var found []Tool
	for _, tool := range tools {
		if _, err := os.Stat(filepath.Join(dir, tool.Name)); err != nil {
			found = append(found, tool)
		}
	}
	return found
}

// make builds beside the final name and renames, so that a program that is there is whole.
func (c Cache) make(ctx context.Context, dir string, tool Tool) error {
	half := filepath.Join(dir, unfinished+tool.Name)
	defer os.Remove(half)
	if err := c.Build(ctx, tool, half); err != nil {
		return err
	}
	return os.Rename(half, filepath.Join(dir, tool.Name))
}

// lock waits until no other process builds. The kernel frees the lock of a process that dies.
func (c Cache) lock(ctx context.Context) (unlock func(), err error) {
	file, err := os.OpenFile(filepath.Join(c.Root, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	for waiting := false; ; waiting = true {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { file.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			file.Close()
			return nil, fmt.Errorf("lock %s: %w", file.Name(), err)
		}
		if !waiting {
			c.Say("waiting for another run, which is building in " + c.Root)
		}
		select {
		case <-ctx.Done():
			file.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// clean removes what nobody has asked for in a long time, and what a build left that was killed. It needs the lock.
func (c Cache) clean(now time.Time) error {
	sets, err := os.ReadDir(c.Root)
	if err != nil {
		return err
	}
	for _, set := range sets {
		if !set.IsDir() {
			continue
		}
		info, err := set.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		path := filepath.Join(c.Root, set.Name())
		if now.Sub(info.ModTime()) > unused {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
			continue
		}
		files, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, file := range files {
			if strings.HasPrefix(file.Name(), unfinished) {
				if err := os.Remove(filepath.Join(path, file.Name())); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
