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

// wholeSensor is the verdict on a sensor itself; no payload can have that name, for payloads are named in lower case and dashes.
const wholeSensor = "_sensor"

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
	check := func(sensor, name string, verdict any) {
		path := filepath.Join(folder, sensor, name+".yaml")
		if kept[path] {
			t.Errorf("two sensors are called %q, their verdicts share a folder", sensor)
		}
		kept[path] = true
		t.Run(sensor+"/"+name, func(t *testing.T) { compare(t, path, version, verdict) })
	}
	for _, sensor := range tree.Sensors {
		var judged []string
		if ValidateSensor(tree, sensor.Value) == nil { // one that is not valid never runs
			for _, payload := range payloads {
				verdict, err := Judge(tree, sensor.Value, payload)
				if err != nil {
					t.Fatalf("%s, payload %s: %v", sensor.Path, payload.Name, err)
				}
				if verdict != nil {
					judged = append(judged, payload.Name)
					check(sensor.GetName(), payload.Name, verdict)
				}
			}
		}
		check(sensor.GetName(), wholeSensor, JudgeSensor(tree, sensor, version, judged))
	}
	t.Run("nothing stale", func(t *testing.T) { sweep(t, folder, kept) })
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
