package engine

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// Update is `go test ./... -update`. It stands here and not in a test file because go test hands the flag to the test
// binary of every package, and a binary that does not know it fails.
var Update = flag.Bool("update", false, "write the verdicts instead of comparing them")

// Place returns the folder that the environment variable names, or the default. A relative path counts from the root of
// this module, whichever package asks.
func Place(variable, fallback string) (string, error) {
	path := os.Getenv(variable)
	if path == "" {
		path = fallback
	}
	if filepath.IsAbs(path) {
		return path, nil
	}
	root, err := moduleRoot()
	return filepath.Join(root, path), err
}

// OpenTree loads the rendered tree: `dist` of the repository, or what DIST names.
func OpenTree() (*Tree, error) {
	root, err := Place("DIST", "../../dist")
	if err != nil {
		return nil, err
	}
	return LoadTree(root)
}

// OpenPayloads loads `test/payloads`, or what PAYLOADS names.
func OpenPayloads() ([]Payload, error) {
	folder, err := Place("PAYLOADS", "../payloads")
	if err != nil {
		return nil, err
	}
	return LoadPayloads(folder)
}

// Version is the version of Argo Events that go.mod pins, so that it is written down once.
func Version() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	match := regexp.MustCompile(`github\.com/argoproj/argo-events (v\S+)`).FindSubmatch(content)
	if match == nil {
		return "", fmt.Errorf("go.mod does not require github.com/argoproj/argo-events")
	}
	return string(match[1]), nil
}

func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", fmt.Errorf("no go.mod in or above the working directory")
		}
		folder = parent
	}
}
