package main

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

type document struct {
	JSON   string   `json:"json"`
	Sorted []string `json:"sorted"` // the keys of values whose own keys are in the order of a map of Go
}

// toYAML writes JSON as the YAML of the engine's world, with the keys in their order: verdicts are compared byte for byte.
func toYAML(given document) (string, error) {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(lineBreaks.Replace(given.JSON)), &node); err != nil {
		return "", err
	}
	plain(&node)
	if err := sorted(&node, given.Sorted); err != nil {
		return "", err
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&node); err != nil {
		return "", err
	}
	return string(longEscape.ReplaceAllFunc(out.Bytes(), unescape)), nil
}

// lineBreaks escapes what is a line break in a text of YAML, and is none in JSON.
var lineBreaks = strings.NewReplacer("\u0085", `\u0085`, "\u2028", `\u2028`, "\u2029", `\u2029`)

// plain takes the style of JSON from a node, so that the encoder chooses.
func plain(node *yaml.Node) {
	node.Style = 0
	if node.Kind == yaml.ScalarNode && node.Tag == "!!str" {
		node.SetString(node.Value)
	}
	for _, inner := range node.Content {
		plain(inner)
	}
}

// sorted writes the values of some keys anew, as maps.
func sorted(node *yaml.Node, keys []string) error {
	for i, inner := range node.Content {
		if node.Kind != yaml.MappingNode || i%2 == 0 || !slices.Contains(keys, node.Content[i-1].Value) {
			if err := sorted(inner, keys); err != nil {
				return err
			}
			continue
		}
		var value any
		if err := inner.Decode(&value); err != nil {
			return err
		}
		if err := inner.Encode(value); err != nil {
			return err
		}
	}
	return nil
}

// longEscape finds code points above U+FFFF, which the encoder escapes though YAML allows them as they are; the first alternative
// steps over escaped backslashes.
var longEscape = regexp.MustCompile(`\\\\|\\U[0-9A-F]{8}`)

func unescape(escape []byte) []byte {
	if escape[1] != 'U' {
		return escape
	}
	code, err := strconv.ParseInt(string(escape[2:]), 16, 32)
	if err != nil {
		return escape
	}
	return []byte(string(rune(code)))
}
