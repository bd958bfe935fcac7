package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadTreeRefuses(t *testing.T) {
	for name, test := range map[string]struct{ document, want string }{
		"a tree without a sensor": {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "run `npm run synth` first"},
		"two objects in a file":   {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: b\n", "more than one document"},
		"a key given twice":       {"apiVersion: v1\napiVersion: v1\n", `key "apiVersion" already set`},
		"an object without name":  {"apiVersion: v1\nkind: ConfigMap\n", "metadata.name is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(test.document), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadTree(folder); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestLoadPayloadsRefuses(t *testing.T) {
	folder := t.TempDir()
	if _, err := LoadPayloads(folder); err == nil {
		t.Error("a folder without payloads is accepted")
	}
	if err := os.WriteFile(filepath.Join(folder, "a.json"), []byte(`{"eventSource": "github"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadPayloads(folder); err == nil {
		t.Error("a payload without event and data is accepted")
	}
}

func TestRecord(t *testing.T) {
	got, err := Record("v0", map[string]string{"a": "🔴: x", "b": "two\nlines", "c": "10", "d": "\U0001F534\t" + `\U0001F534`})
	if err != nil {
		t.Fatal(err)
	}
	want := Header("v0") + `a: "🔴: x"
b: |-
  two
  lines
c: "10"
d: "🔴\t\\U0001F534"
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
