// Package atomicdir writes sets of files that change all at once, as a kubelet writes the volumes of Secrets and ConfigMaps.
//
// The files are in a folder with a time in its name; the link "..data" points at it, and is what changes; links beside that lead through
// it to each file: a reader that opens "..data/a" and "..data/b" by way of one look at "..data" has both of the same version.
package atomicdir

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	data     = "..data"
	nextData = "..data_tmp"
)

// File is one of the set.
type File struct {
	Data  []byte
	Mode  fs.FileMode
	Owner int
}

// Set is what a folder has, by path below it.
type Set map[string]File

// Equal is true of sets with the same files.
func (s Set) Equal(other Set) bool {
	return maps.EqualFunc(s, other, func(a, b File) bool {
		return a.Mode == b.Mode && a.Owner == b.Owner && bytes.Equal(a.Data, b.Data)
	})
}

// Write makes the folder, which has to be there, hold the set. A group that is given owns everything and may read it.
func Write(dir string, set Set, group *int) error {
	for path := range set {
		if !filepath.IsLocal(path) || strings.HasPrefix(path, "..") {
			return fmt.Errorf("path %q of a file in a volume: allowed: a relative path without \"..\"", path)
		}
	}
	old, err := os.Readlink(filepath.Join(dir, data))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	now, err := os.MkdirTemp(dir, time.Now().UTC().Format("..2006_01_02_15_04_05."))
	if err != nil {
		return err
	}
	if err := fill(now, set); err != nil {
		return err
	}
	if group != nil {
		if err := Share(dir, *group, true); err != nil {
			return err
		}
	}
	next := filepath.Join(dir, nextData)
	if err := os.Symlink(filepath.Base(now), next); err != nil {
		return err
	}
	if err := os.Rename(next, filepath.Join(dir, data)); err != nil {
		return err
	}
	if err := links(dir, set); err != nil {
		return err
	}
	if old == "" {
		return nil
	}
	return os.RemoveAll(filepath.Join(dir, old))
}

func fill(dir string, set Set) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for path, file := range set {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, file.Data, file.Mode); err != nil {
			return err
		}
		// The mask of the process is not to take anything away.
		if err := os.Chmod(path, file.Mode); err != nil {
			return err
		}
		if err := os.Chown(path, file.Owner, -1); err != nil {
			return err
		}
	}
	return nil
}

// links makes the folder show what is in the data, and nothing that is there no more.
func links(dir string, set Set) error {
	visible := map[string]bool{}
	for path := range set {
		first, _, _ := strings.Cut(filepath.Clean(path), "/")
		visible[first] = true
	}
	for name := range visible {
		if err := os.Symlink(filepath.Join(data, name), filepath.Join(dir, name)); err != nil && !os.IsExist(err) {
			return err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !visible[entry.Name()] && !strings.HasPrefix(entry.Name(), "..") {
			if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Share gives everything in a folder, and the folder, to a group, as fsGroup asks for: it may read all, and unless readOnly write all.
func Share(dir string, group int, readOnly bool) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := os.Lchown(path, -1, group); err != nil || entry.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		mode := info.Mode() | 0o660
		if readOnly {
			mode = info.Mode() | 0o440
		}
		if entry.IsDir() {
			mode |= fs.ModeSetgid | 0o110
		}
		return os.Chmod(path, mode)
	})
}
