package suite

import (
	"fmt"
	"os"
	"strings"
)

// ShellBlocks are the sh blocks of a document under a heading of the second level, in order. The suite runs what a document tells its
// reader to type, so that it stays true.
func ShellBlocks(path, heading string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var blocks []string
	var block []string
	under, inside := false, false
	indent := ""
	for _, line := range strings.Split(string(text), "\n") {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case inside && trimmed == "```":
			blocks = append(blocks, strings.Join(block, "\n")+"\n")
			inside = false
		case inside:
			block = append(block, strings.TrimPrefix(line, indent))
		case strings.HasPrefix(line, "## "):
			under = line == "## "+heading
		case under && trimmed == "```sh":
			inside, block, indent = true, nil, line[:len(line)-len(trimmed)]
		}
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("%s: no sh block under the heading %q", path, heading)
	}
	return blocks, nil
}
