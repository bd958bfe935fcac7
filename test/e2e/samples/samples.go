// Package samples reads the sample events in test/payloads.
package samples

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

// Folder is where they are.
func Folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../payloads")
}

// Data is what an event source publishes, by the name of a sample: its own data, or that of its base with a JSON Patch.
func Data(name string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(Folder(), name+".json"))
	if err != nil {
		return nil, err
	}
	var sample struct {
		Data  json.RawMessage
		Base  string
		Patch jsonpatch.Patch
	}
	if err := json.Unmarshal(content, &sample); err != nil {
		return nil, fmt.Errorf("sample %s: %w", name, err)
	}
	if sample.Base == "" {
		return sample.Data, nil
	}
	base, err := Data(sample.Base)
	if err != nil {
		return nil, err
	}
	data, err := sample.Patch.Apply(base)
	if err != nil {
		return nil, fmt.Errorf("sample %s, patch of %s: %w", name, sample.Base, err)
	}
	return data, nil
}
