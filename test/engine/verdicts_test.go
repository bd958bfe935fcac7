package engine

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"
)

// wholeSensor stands before the name of a sensor, for the verdict on the sensor itself: no payload can have such a name, for payloads are
// named in lower case and dashes.
const wholeSensor = "_"

const howToUpdate = "If that is what you want, run `go test ./... -update` in test/engine and review the change of verdicts/."

func TestVerdicts(t *testing.T) {
	tree := openTree(t)
	payloads, err := OpenPayloads()
	if err != nil {
		t.Fatal(err)
	}
	version, err := Version()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := Place("VERDICTS", "verdicts")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	check := func(group, name string, verdict any) {
		path := filepath.Join(folder, group, name+".yaml")
		if kept[path] {
			t.Errorf("two sensors are called %q, their verdicts share a folder", group)
		}
		kept[path] = true
		t.Run(group+"/"+name, func(t *testing.T) { compare(t, path, version, verdict) })
	}
	for _, group := range tree.Groups() {
		var judged []string
		if group.valid(tree) { // one that is not valid never runs
			for _, payload := range payloads {
				verdict, err := group.Judge(tree, payload)
				if err != nil {
					t.Fatalf("%s, payload %s: %v", group.Name, payload.Name, err)
				}
				if verdict != nil {
					judged = append(judged, payload.Name)
					check(group.Name, payload.Name, verdict)
				}
			}
		}
		for _, sensor := range group.Sensors {
			check(group.Name, wholeSensor+sensor.GetName(), JudgeSensor(tree, sensor, version, judged))
		}
	}
	t.Run("nothing stale", func(t *testing.T) { sweep(t, folder, kept) })
}

func (g Group) valid(tree *Tree) bool {
	for _, sensor := range g.Sensors {
		if ValidateSensor(tree, sensor.Value) != nil {
			return false
		}
	}
	return true
}

func openTree(t *testing.T) *Tree {
	t.Helper()
	tree, err := OpenTree()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func compare(t *testing.T, path, version string, verdict any) {
	got, err := Record(version, verdict)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	if *Update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	diff, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(string(want)), FromFile: "recorded",
		B: difflib.SplitLines(string(got)), ToFile: "engine says now",
		Context: 3,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Errorf("%s is not what the engine does now.\n%s\n%s", path, diff, howToUpdate)
}

// sweep finds verdicts on sensors or payloads that are no more.
func sweep(t *testing.T, folder string, kept map[string]bool) {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || entry.IsDir() || kept[path] || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		if *Update {
			return os.Remove(path)
		}
		t.Errorf("%s: there is no such sensor and payload. %s", path, howToUpdate)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
