// Package kubectl reads texts with the library of kubectl, and records what they are to it. The linter has to read the same.
package kubectl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

const record = "../../manifests/kubectl.json"

// reading is a text, and what each of its documents is to kubectl: a list of one value, or an empty one if kubectl refuses it.
type reading struct {
	Text  string              `json:"text"`
	Reads [][]json.RawMessage `json:"reads"`
}

func TestReadings(t *testing.T) {
	had, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	var readings []reading
	if err := json.Unmarshal(had, &readings); err != nil {
		t.Fatal(err)
	}
	if len(readings) == 0 {
		t.Fatal("no text")
	}
	lines := []string{}
	for _, one := range readings {
		one.Reads = read(t, one.Text)
		line, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, "  "+string(line))
	}
	got := "[\n" + strings.Join(lines, ",\n") + "\n]\n"
	if *engine.Update {
		if err := os.WriteFile(record, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(had) {
		t.Errorf("%s is not what kubectl reads: run npm run test:engine -- -update and read the difference\n%s", record, got)
	}
}

// read does what kubectl does with a file (Decode of YAMLToJSONDecoder, and of json.Decoder for a file that begins with a brace).
func read(t *testing.T, text string) [][]json.RawMessage {
	found := [][]json.RawMessage{}
	input, _, isJSON := utilyaml.GuessJSONStream(strings.NewReader(text), 4096)
	if isJSON {
		decoder := json.NewDecoder(input)
		for {
			var value json.RawMessage
			if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
				return found
			} else if err != nil {
				return append(found, nil)
			}
			found = append(found, []json.RawMessage{compact(t, value)})
		}
	}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			return append(found, nil)
		}
		value, err := yaml.YAMLToJSON(document)
		if err != nil {
			found = append(found, nil)
			continue
		}
		found = append(found, []json.RawMessage{compact(t, value)})
	}
}

// compact is the value as the API server gets it: of two equal keys, it takes the last one.
func compact(t *testing.T, text []byte) json.RawMessage {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
