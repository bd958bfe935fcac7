package garbage

import (
	"encoding/json"
	"os"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
)

// TestGenerated runs the events that fast-check makes up (test/properties/events.ts).
func TestGenerated(t *testing.T) {
	for name, kind := range map[string]struct {
		source, event string
		check         func(*Loop) func(map[string]any) []string
	}{
		"comments": {"github", "issue_comment", func(l *Loop) func(map[string]any) []string { return l.comment }},
		"states":   {"remediation-state", "state", func(l *Loop) func(map[string]any) []string { return l.state }},
		"runs":     {"remediation-state", "runs", func(l *Loop) func(map[string]any) []string { return l.run }},
	} {
		t.Run(name, func(t *testing.T) {
			loop, bases := open(t, kind.source, kind.event)
			changes := generated(t)[name]
			if len(changes) < 100 {
				t.Fatalf("only %d events", len(changes))
			}
			run(t, bases, changes, kind.check(loop))
		})
	}
}

// generated are the changes by the kind of their event.
func generated(t *testing.T) map[string][]change {
	t.Helper()
	path, err := engine.Place("GENERATED", "garbage/generated.json")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string][]struct {
		Base  string
		Edits []struct {
			Path  []string
			Value json.RawMessage
		}
	}
	if err := json.Unmarshal(content, &lists); err != nil {
		t.Fatal(err)
	}
	all := map[string][]change{}
	for kind, list := range lists {
		for _, one := range list {
			made := change{base: one.Base}
			for _, place := range one.Edits {
				value := any(gone{})
				if place.Value != nil {
					if err := json.Unmarshal(place.Value, &value); err != nil {
						t.Fatal(err)
					}
				}
				made.edits = append(made.edits, edit{place.Path, value})
			}
			all[kind] = append(all[kind], made)
		}
	}
	return all
}
