package logs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Options are those of `kubectl logs`.
type Options struct {
	Follow     bool
	Tail       *int64
	Since      time.Time
	Timestamps bool
	Limit      *int64 // bytes
}

// entry is a line of the file.
type entry struct {
	time    time.Time
	stamp   []byte
	partial bool
	text    []byte
}

// Write writes the log, or a part of it. When it follows, it returns when the container has ended or ctx is done.
func (f *File) Write(ctx context.Context, to io.Writer, o Options) error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	if o.Limit != nil {
		to = &limited{to, *o.Limit}
	}
	out := &printer{to: bufio.NewWriter(to), timestamps: o.Timestamps}
	err = f.write(ctx, file, to, out, o)
	if errors.Is(err, errLimit) {
		return nil
	}
	return err
}

func (f *File) write(ctx context.Context, file io.Reader, to io.Writer, out *printer, o Options) error {
	size, open, grown := f.state()
	entries, err := parse(io.LimitReader(file, size))
	if err != nil {
		return err
	}
	done := size
	for _, e := range last(since(entries, o.Since), o.Tail) {
		if err := out.print(e); err != nil {
			return err
		}
	}
	for {
		if err := flush(out.to, to); err != nil || !o.Follow {
			return err
		}
		if done == size {
			if !open {
				return nil
			}
			select {
			case <-ctx.Done():
				return nil
			case <-grown:
			}
		}
		size, open, grown = f.state()
		entries, err := parse(io.LimitReader(file, size-done))
		if err != nil {
			return err
		}
		done = size
		for _, e := range since(entries, o.Since) {
			if err := out.print(e); err != nil {
				return err
			}
		}
	}
}

func parse(from io.Reader) ([]entry, error) {
	content, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for line := range bytes.Lines(content) {
		parts := bytes.SplitN(bytes.TrimSuffix(line, []byte("\n")), []byte(" "), 4)
		if len(parts) != 4 {
			return nil, fmt.Errorf("not a line of a log: %q", line)
		}
		at, err := time.Parse(time.RFC3339Nano, string(parts[0]))
		if err != nil {
			return nil, fmt.Errorf("not a line of a log: %q: %w", line, err)
		}
		entries = append(entries, entry{at, parts[0], string(parts[2]) == partial, parts[3]})
	}
	return entries, nil
}

func since(entries []entry, at time.Time) []entry {
	for i, e := range entries {
		if !e.time.Before(at) {
			return entries[i:]
		}
	}
	return nil
}

func last(entries []entry, lines *int64) []entry {
	if lines == nil {
		return entries
	}
	return entries[max(0, int64(len(entries))-*lines):]
}

// printer puts the pieces of a long line together again.
type printer struct {
	to         *bufio.Writer
	timestamps bool
	within     bool
}

func (p *printer) print(e entry) error {
	if p.timestamps && !p.within {
		p.to.Write(e.stamp)
		p.to.WriteByte(' ')
	}
	_, err := p.to.Write(e.text)
	if !e.partial {
		err = p.to.WriteByte('\n')
	}
	p.within = e.partial
	return err
}

// flush lets a reader that waits at the other end of an HTTP connection see what there is.
func flush(buffer *bufio.Writer, to io.Writer) error {
	if err := buffer.Flush(); err != nil {
		return err
	}
	if l, ok := to.(*limited); ok {
		to = l.to
	}
	if flusher, ok := to.(interface{ Flush() }); ok {
		flusher.Flush()
	}
	return nil
}

var errLimit = errors.New("enough")

// limited takes so many bytes and no more.
type limited struct {
	to   io.Writer
	left int64
}

func (l *limited) Write(data []byte) (int, error) {
	if int64(len(data)) <= l.left {
		l.left -= int64(len(data))
		return l.to.Write(data)
	}
	n, err := l.to.Write(data[:l.left])
	l.left = 0
	if err == nil {
		err = errLimit
	}
	return n, err
}
