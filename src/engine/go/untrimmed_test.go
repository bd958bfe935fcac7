//go:build !js

package main

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// asked is a question that the engine as WebAssembly was asked, and its answer (scripts/engine-answers.ts).
type asked struct {
	Method string          `json:"method"`
	Input  json.RawMessage `json:"input"`
	Result any             `json:"result"`
}

// TestUntrimmed asks the same of the module of Argo Events as it is. The build for WebAssembly leaves out files of its packages: they
// make no difference to an answer.
func TestUntrimmed(t *testing.T) {
	name := os.Getenv("ENGINE_ANSWERS")
	if name == "" {
		t.Skip("ENGINE_ANSWERS is not set: npm run test:engine writes the answers")
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	count := map[string]int{}
	for lines.Scan() {
		var one asked
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		count[one.Method]++
		var got struct {
			Result any    `json:"result"`
			Error  string `json:"error"`
		}
		if err := json.Unmarshal([]byte(call(one.Method, one.Input)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Error != "" || !reflect.DeepEqual(got.Result, one.Result) {
			t.Errorf("%s %s\nWebAssembly: %v\n  untrimmed: %v %s", one.Method, one.Input, one.Result, got.Result, got.Error)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"check", "judge", "validate", "yaml"} {
		if count[method] == 0 {
			t.Errorf("nothing was asked of %s", method)
		}
	}
	t.Logf("%v", count)
}
