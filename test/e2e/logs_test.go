package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

var (
	fieldRow   = regexp.MustCompile("(?m)^\\| ((?:`[A-Za-z]+`(?:, )?)+) \\| [^|]* \\| (both|sensors|event sources) \\|$")
	quotedName = regexp.MustCompile("`([A-Za-z]+)`")
)

// logFields compares the fields that docs/operate.md names with those in all lines that sensors and event sources have written.
func logFields(t *testing.T, w *world) {
	document, err := os.ReadFile(suite.Root() + operate)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{} // by kind of pod
	for _, row := range fieldRow.FindAllStringSubmatch(string(document), -1) {
		for _, name := range quotedName.FindAllStringSubmatch(row[1], -1) {
			for _, kind := range []string{"sensors", "event sources"} {
				if row[2] == "both" || row[2] == kind {
					told[kind] = append(told[kind], name[1])
				}
			}
		}
	}
	for kind, pattern := range map[string]string{"sensors": "*-sensor-*", "event sources": "*-eventsource-*"} {
		files, err := filepath.Glob(filepath.Join(w.Dir, "node/log/pods/github-webhooks_"+pattern+"/main/*.log"))
		if err != nil || len(files) == 0 || len(told[kind]) < 8 {
			t.Fatalf("%s: %d logs, %d documented fields, %v", kind, len(files), len(told[kind]), err)
		}
		seen := map[string]bool{}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range bytes.Lines(content) {
				_, text, _ := bytes.Cut(line, []byte(" F "))
				var fields map[string]any
				if json.Unmarshal(text, &fields) != nil {
					continue // of the process before its logger, or a part of a line
				}
				for name := range fields {
					seen[name] = true
				}
				for _, name := range []string{"level", "ts", "logger", "caller", "msg"} {
					if fields[name] == nil {
						t.Errorf("a line of %s has no %s: %s", kind, name, text)
					}
				}
			}
		}
		for _, name := range told[kind] {
			if !seen[name] {
				t.Errorf("no line of %s has the field %s", kind, name)
			}
		}
		for _, name := range []string{"pr", "comment", "task"} {
			if seen[name] || slices.Contains(told[kind], name) {
				t.Errorf("lines of %s have a field %s", kind, name)
			}
		}
	}
}
