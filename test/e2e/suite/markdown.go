package suite

import (
	"fmt"
	"os"
	"strings"
)

// Block is an sh block of a document.
type Block struct {
	Heading string // of the second level
	Text    string
}

// Blocks are all sh blocks of a document, in order. The suite runs what a document tells its reader to type, so that it stays true.
func Blocks(path string) ([]Block, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var blocks []Block
	var block []string
	inside := false
	heading, indent := "", ""
	for _, line := range strings.Split(string(text), "\n") {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case inside && trimmed == "```":
			blocks = append(blocks, Block{heading, strings.Join(block, "\n") + "\n"})
			inside = false
		case inside:
			block = append(block, strings.TrimPrefix(line, indent))
		case strings.HasPrefix(line, "## "):
			heading = strings.TrimPrefix(line, "## ")
		case trimmed == "```sh":
			inside, block, indent = true, nil, line[:len(line)-len(trimmed)]
		}
	}
	return blocks, nil
}

// ShellBlocks are the sh blocks of a document under a heading of the second level, in order.
func ShellBlocks(path, heading string) ([]string, error) {
	all, err := Blocks(path)
	if err != nil {
		return nil, err
	}
	var blocks []string
	for _, block := range all {
		if block.Heading == heading {
			blocks = append(blocks, block.Text)
		}
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("%s: no sh block under the heading %q", path, heading)
	}
	return blocks, nil
}
