package history

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"
)

// Dump writes the record into a directory, for those who look for what went wrong: versions.jsonl has every version, one a line, in their
// order; objects/<resource>/<namespace>/<name>.yaml has those of one object; gaps.txt has what is not known, if there is anything.
func (r Record) Dump(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := r.dumpLines(filepath.Join(dir, "versions.jsonl")); err != nil {
		return err
	}
	if err := r.dumpObjects(filepath.Join(dir, "objects")); err != nil {
		return err
	}
	if len(r.Gaps) == 0 {
		return nil
	}
	var text []byte
	for _, gap := range r.Gaps {
		text = fmt.Appendln(text, gap)
	}
	return os.WriteFile(filepath.Join(dir, "gaps.txt"), text, 0o644)
}

func (r Record) dumpLines(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewWriter(file)
	encoder := json.NewEncoder(lines)
	for _, v := range r.Versions {
		line := struct {
			Revision int64                      `json:"revision"`
			Seen     time.Time                  `json:"seen"`
			Type     watch.EventType            `json:"type"`
			Listed   bool                       `json:"listed,omitempty"`
			Resource string                     `json:"resource"`
			Object   *unstructured.Unstructured `json:"object"`
		}{v.Revision, v.Seen, v.Type, v.Listed, v.Resource.String(), v.Object}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	if err := lines.Flush(); err != nil {
		return err
	}
	return file.Close()
}

func (r Record) dumpObjects(dir string) error {
	texts := map[string][]byte{}
	for _, v := range r.Versions {
		path := filepath.Join(dir, v.Resource.String(), v.Object.GetNamespace(), v.Object.GetName()+".yaml")
		texts[path] = fmt.Appendf(texts[path], "---\n# %s at revision %d, seen %s\n", v.Type, v.Revision, v.Seen.UTC().Format(time.RFC3339Nano))
		if v.Type == watch.Deleted {
			continue
		}
		content, err := yaml.Marshal(v.Object.Object)
		if err != nil {
			return fmt.Errorf("%s: %w", v.object(), err)
		}
		texts[path] = append(texts[path], content...)
	}
	for path, text := range texts {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
