package engine

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Header is the first line of a verdict file.
func Header(version string) string {
	return fmt.Sprintf("# Verdict of Argo Events %s, recomputed by npm run test:engine. Do not edit.\n", version)
}

// Record writes a verdict as the text that is committed: block style, text of several lines as blocks, keys of objects sorted.
func Record(version string, verdict any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(Header(version))
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(verdict); err != nil {
		return nil, err
	}
	return readable(out.Bytes()), nil
}

// longEscape finds code points above U+FFFF, which the encoder escapes though YAML allows them as they are; the first alternative steps
// over escaped backslashes.
var longEscape = regexp.MustCompile(`\\\\|\\U[0-9A-F]{8}`)

// readable puts 🔴 back where the encoder wrote \U0001F534, for whoever reads the verdict in a review.
func readable(document []byte) []byte {
	return longEscape.ReplaceAllFunc(document, func(escape []byte) []byte {
		if escape[1] != 'U' {
			return escape
		}
		code, err := strconv.ParseInt(string(escape[2:]), 16, 32)
		if err != nil {
			return escape
		}
		return []byte(string(rune(code)))
	})
}
