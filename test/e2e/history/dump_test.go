package history

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDump(t *testing.T) {
	s := newStory()
	s.whole("7", 2345678901)
	s.remove(person, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
	dir := filepath.Join(t.TempDir(), "history")
	if err := s.evidence.Record.Dump(dir); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{
		"versions.jsonl": {`{"revision":101,"seen":"2026-01-02T03:00:03Z","type":"ADDED","resource":"configmaps","object":{`, `"revision":106,"seen":"2026-01-02T03:00:08Z","type":"DELETED"`},
		"objects/configmaps/agent-platform/task-7-remediation-state.yaml":                    {"---\n# ADDED at revision 101, seen 2026-01-02T03:00:03Z\napiVersion: v1\n", "handled-2345678901: \"1\""},
		"objects/coderuns.cto.5dlabs.com/agent-platform/remediation-rex-t7-c2345678901.yaml": {"---\n# DELETED at revision 106, seen 2026-01-02T03:00:08Z\n"},
	} {
		content, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
		}
		for _, text := range want {
			if !strings.Contains(string(content), text) {
				t.Errorf("%s has no %q:\n%s", file, text, content)
			}
		}
	}
	content, _ := os.ReadFile(filepath.Join(dir, "versions.jsonl"))
	if got := strings.Count(string(content), "\n"); got != 6 {
		t.Errorf("versions.jsonl has %d lines, want 6", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "gaps.txt")); err == nil {
		t.Error("there is a file of gaps, and no gap")
	}
}

func TestDumpTellsGaps(t *testing.T) {
	dir := t.TempDir()
	record := Record{Gaps: []Gap{{After: 10, Until: 20, Seen: time.Now(), Reason: "etcd was compacted"}}}
	if err := record.Dump(dir); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(filepath.Join(dir, "gaps.txt"))
	if string(content) != "nothing is known of revisions 11 to 19: etcd was compacted\n" {
		t.Errorf("gaps.txt is %q", content)
	}
}
