package atomicdir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree is what there is: links by where they lead, files by their mode and text.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name := strings.TrimPrefix(path, dir+"/")
		if first, rest, _ := strings.Cut(name, "/"); strings.HasPrefix(first, "..2") {
			name = "..time/" + rest
		}
		switch {
		case entry.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			if strings.HasPrefix(target, "..2") {
				target = "..time"
			}
			found = append(found, name+" -> "+target)
			return err
		case entry.IsDir():
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		found = append(found, name+" "+info.Mode().String()+" "+string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	owner := os.Getuid()
	for _, test := range []struct {
		set  Set
		want []string
	}{
		{
			Set{"a": {[]byte("1"), 0o644, owner}, "deep/er/b": {[]byte("2"), 0o400, owner}},
			[]string{"..data -> ..time", "..time/a -rw-r--r-- 1", "..time/deep/er/b -r-------- 2", "a -> ..data/a", "deep -> ..data/deep"},
		},
		{
			Set{"a": {[]byte("changed"), 0o666, owner}, "new": {nil, 0o644, owner}},
			[]string{"..data -> ..time", "..time/a -rw-rw-rw- changed", "..time/new -rw-r--r-- ", "a -> ..data/a", "new -> ..data/new"},
		},
		{Set{}, []string{"..data -> ..time"}},
	} {
		if err := Write(dir, test.set, nil); err != nil {
			t.Fatal(err)
		}
		if got := tree(t, dir); !slices.Equal(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// A reader that has looked at ..data once has files of one version, or is told that they are gone.
func TestWriteIsAtomic(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		t.Helper()
		file := File{[]byte(text), 0o644, os.Getuid()}
		if err := Write(dir, Set{"a": file, "b": file}, nil); err != nil {
			t.Fatal(err)
		}
	}
	write("0")
	stop := make(chan struct{})
	read := make(chan int)
	go func() {
		versions := 0
		for {
			select {
			case <-stop:
				read <- versions
				return
			default:
			}
			a, b, err := readBoth(dir)
			switch {
			case errors.Is(err, fs.ErrNotExist):
			case err != nil || a != b || len(a) != 1:
				t.Errorf("a reader saw %q and %q: %v", a, b, err)
			default:
				versions++
			}
		}
	}()
	for i := range 200 {
		write(string(rune('0' + i%10)))
	}
	close(stop)
	if versions := <-read; versions == 0 {
		t.Error("nothing was read")
	}
}

func readBoth(dir string) (a, b string, err error) {
	root, err := os.OpenRoot(filepath.Join(dir, data))
	if err != nil {
		return "", "", err
	}
	defer root.Close()
	for name, text := range map[string]*string{"a": &a, "b": &b} {
		content, err := root.ReadFile(name)
		if err != nil {
			return "", "", err
		}
		*text = string(content)
	}
	return a, b, nil
}

func TestPaths(t *testing.T) {
	for _, path := range []string{"/a", "../a", "a/../../b", "..a", ""} {
		err := Write(t.TempDir(), Set{path: {nil, 0o644, os.Getuid()}}, nil)
		if err == nil || !strings.Contains(err.Error(), "path \""+path+"\"") {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func TestEqual(t *testing.T) {
	set := Set{"a": {[]byte("1"), 0o644, 0}}
	for _, other := range []Set{{}, {"b": set["a"]}, {"a": {[]byte("2"), 0o644, 0}}, {"a": {[]byte("1"), 0o600, 0}}, {"a": {[]byte("1"), 0o644, 1}}} {
		if set.Equal(other) {
			t.Errorf("%v is not %v", other, set)
		}
	}
	if !set.Equal(Set{"a": {[]byte("1"), 0o644, 0}}) {
		t.Error("a set is its copy")
	}
}
