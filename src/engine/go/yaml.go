package main

import (
	"bytes"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

type document struct {
	JSON string `json:"json"`
}

// toYAML writes JSON as the YAML of the engine's world, with the keys in their order: verdicts are compared byte for byte.
func toYAML(given document) (string, error) {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(given.JSON), &node); err != nil {
		return "", err
	}
	plain(&node)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&node); err != nil {
		return "", err
	}
	return string(longEscape.ReplaceAllFunc(out.Bytes(), unescape)), nil
}

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
