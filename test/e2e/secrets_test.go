package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// secretValues are all that any scenario has put into a Secret of the loops.
var secretValues = []string{suite.GitHubToken, suite.RedeliveryToken, "ghp_new", suite.WebhookSecret, "another long random text", "ghs_1", "ghs_2", "ghs_3"}

// noSecrets looks for the values of Secrets in everything that the run has left: the logs of all processes and pods, the audit log, and
// every version of every object that is kept, Events among them. Secrets themselves may have them.
func noSecrets(t *testing.T, w *world) {
	var spellings [][]byte
	for _, value := range secretValues {
		for _, text := range []string{value, "Bearer " + value} {
			spellings = append(spellings, []byte(text), []byte(base64.StdEncoding.EncodeToString([]byte(text))))
		}
	}
	holds := func(line []byte) []byte {
		for _, spelling := range spellings {
			if bytes.Contains(line, spelling) {
				return spelling
			}
		}
		return nil
	}
	lines, inSecrets := 0, 0
	for _, folder := range []string{"node/log", "plane/log"} {
		err := filepath.WalkDir(filepath.Join(w.Dir, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for line := range bytes.Lines(content) {
				lines++
				spelling := holds(line)
				switch {
				case spelling == nil:
				case path == w.Plane.AuditLog() && isAboutSecret(line):
					inSecrets++
				default:
					t.Errorf("%s has %q: %.300s", path, spelling, line)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	// What made the Secrets is in the audit log. So the search finds what it looks for.
	if inSecrets < len(secretValues) {
		t.Errorf("%d writes of Secrets are found, want at least %d", inSecrets, len(secretValues))
	}
	versions := w.History.Record().Versions
	for _, version := range versions {
		content, err := json.Marshal(version.Object)
		if err != nil {
			t.Fatal(err)
		}
		if spelling := holds(content); spelling != nil {
			t.Errorf("%s %s/%s has %q", version.Resource, version.Object.GetNamespace(), version.Object.GetName(), spelling)
		}
	}
	t.Logf("%d lines of logs, %d versions of objects", lines, len(versions))
}

// isAboutSecret says whether a line of the audit log is about a Secret.
func isAboutSecret(line []byte) bool {
	var call struct{ ObjectRef struct{ Resource string } }
	return json.Unmarshal(line, &call) == nil && call.ObjectRef.Resource == "secrets"
}
