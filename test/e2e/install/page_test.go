package install

import (
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// step is what the suite does with a block of a page.
type step struct {
	block  string                            // its heading, and how its first line begins
	before func(*testing.T, *person)         // what the reader does first
	run    func(*testing.T, *person, string) // in place of running it; nil to run it as it stands
	not    string                            // why it is not run
	after  func(*testing.T, *person, string) // what has to be true then, of what it has printed too
}

// walk takes the blocks of a page in order. A block that has no step fails it, and so does a step without a block.
func (p *person) walk(t *testing.T, steps []step) {
	t.Helper()
	blocks, err := suite.Blocks(p.page)
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range blocks {
		line, _, _ := strings.Cut(block.Text, "\n")
		name := block.Heading + ": " + line
		if i >= len(steps) || !strings.HasPrefix(name, steps[i].block) {
			t.Fatalf("%s: no step for the block %q. Say in the table of the test what to do with it", p.page, name)
		}
		p.take(t, name, steps[i], block.Text)
	}
	if left := steps[len(blocks):]; len(left) > 0 {
		t.Fatalf("%s has no block %q", p.page, left[0].block)
	}
}

func (p *person) take(t *testing.T, name string, s step, block string) {
	t.Helper()
	if s.before != nil {
		s.before(t, p)
	}
	start, out, done := time.Now(), "", "ran"
	switch {
	case s.not != "":
		done = "is not run, for " + s.not
	case s.run != nil:
		s.run(t, p, block)
	default:
		out = p.sh(t, block)
	}
	t.Logf("%6.1f s  %s: %s", time.Since(start).Seconds(), name, done)
	if s.after != nil {
		s.after(t, p, out)
	}
}
