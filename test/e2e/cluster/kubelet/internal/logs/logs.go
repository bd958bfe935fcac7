// Package logs keeps what a container writes, line by line with the time, in the format of the container runtime interface.
package logs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// longest is the most that is one line in the file; a longer one of the container is several, and only the last is marked as full.
const longest = 16 * 1024

const (
	partial = "P"
	full    = "F"
)

// File is the log of one container process.
type File struct {
	path string

	mu     sync.Mutex
	file   *os.File // nil when nothing more will come
	size   int64
	grown  chan struct{} // closed at the next change of the above
	failed error
}

// Create makes the file and its folders.
func Create(path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &File{path: path, file: file, grown: make(chan struct{})}, nil
}

// Copy takes in a stream, "stdout" or "stderr", until it ends.
func (f *File) Copy(stream string, from io.Reader) error {
	lines := bufio.NewReaderSize(from, longest)
	for {
		line, more, err := lines.ReadLine()
		if errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		tag := full
		if more {
			tag = partial
		}
		if err := f.append(stream, tag, line); err != nil {
			return err
		}
	}
}

func (f *File) append(stream, tag string, line []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return os.ErrClosed
	}
	n, err := fmt.Fprintf(f.file, "%s %s %s %s\n", time.Now().UTC().Format(time.RFC3339Nano), stream, tag, line)
	f.size += int64(n)
	f.tell()
	return err
}

// Close says that nothing more will come.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	f.tell()
	return err
}

func (f *File) tell() {
	close(f.grown)
	f.grown = make(chan struct{})
}

// state is how much there is, whether more may come, and a channel that is closed when either changes.
func (f *File) state() (size int64, open bool, grown <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.size, f.file != nil, f.grown
}
