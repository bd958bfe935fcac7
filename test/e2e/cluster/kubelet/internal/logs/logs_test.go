package logs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func create(t *testing.T) *File {
	t.Helper()
	log, err := Create(filepath.Join(t.TempDir(), "a", "0.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

func add(t *testing.T, log *File, text string) {
	t.Helper()
	if err := log.Copy("stdout", strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, log *File, o Options) string {
	t.Helper()
	var text bytes.Buffer
	if err := log.Write(context.Background(), &text, o); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestOptions(t *testing.T) {
	log := create(t)
	add(t, log, "one\ntwo\n\n")
	time.Sleep(time.Millisecond)
	between := time.Now()
	add(t, log, "a space \nno end of line")
	n := func(n int64) *int64 { return &n }
	for _, test := range []struct {
		options Options
		want    string
	}{
		{Options{}, "one\ntwo\n\na space \nno end of line\n"},
		{Options{Tail: n(0)}, ""},
		{Options{Tail: n(2)}, "a space \nno end of line\n"},
		{Options{Tail: n(100)}, "one\ntwo\n\na space \nno end of line\n"},
		{Options{Since: between}, "a space \nno end of line\n"},
		{Options{Since: between, Tail: n(1)}, "no end of line\n"},
		{Options{Since: time.Now()}, ""},
		{Options{Limit: n(5)}, "one\nt"},
		{Options{Limit: n(0)}, ""},
		{Options{Limit: n(1000)}, "one\ntwo\n\na space \nno end of line\n"},
	} {
		if got := read(t, log, test.options); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.options, got, test.want)
		}
	}
	stamped := read(t, log, Options{Timestamps: true, Tail: n(1)})
	stamp, rest, _ := strings.Cut(stamped, " ")
	if at, err := time.Parse(time.RFC3339Nano, stamp); err != nil || at.Before(between.Truncate(0)) || rest != "no end of line\n" {
		t.Errorf("%q: %v", stamped, err)
	}
}

// A line that is longer than those of the file is one line again.
func TestLongLine(t *testing.T) {
	log := create(t)
	long := strings.Repeat("0123456789", 5000)
	add(t, log, long+"\nshort\n")
	if got := read(t, log, Options{}); got != long+"\nshort\n" {
		t.Errorf("%d bytes, want %d", len(got), len(long)+7)
	}
	stamped := read(t, log, Options{Timestamps: true})
	if strings.Count(stamped, "Z ") != 2 {
		t.Errorf("%d time stamps, want 2", strings.Count(stamped, "Z "))
	}
}

func TestFollow(t *testing.T) {
	log := create(t)
	add(t, log, "before\n")
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	one := int64(1)
	go func() {
		done <- log.Write(context.Background(), writer, Options{Follow: true, Tail: &one})
		writer.Close()
	}()
	expect := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if _, err := io.ReadFull(reader, got); err != nil || string(got) != want {
			t.Fatalf("%q, %v, want %q", got, err, want)
		}
	}
	expect("before\n")
	for i := range 3 {
		line := fmt.Sprintf("line %d\n", i)
		add(t, log, line)
		expect(line)
	}
	log.Close()
	if rest, err := io.ReadAll(reader); err != nil || len(rest) > 0 {
		t.Errorf("%q, %v", rest, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestFollowEndsWithItsContext(t *testing.T) {
	log := create(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := log.Write(ctx, io.Discard, Options{Follow: true}); err != nil {
		t.Error(err)
	}
}
