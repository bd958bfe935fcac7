package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/Knetic/govaluate"
	sprig "github.com/Masterminds/sprig/v3"
	"github.com/itchyny/gojq"
	"github.com/yuin/gopher-lua/parse"
)

type text struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// check gives what the parser of a language says of a text; empty if it takes it. Each is called as the engine calls it.
func check(given text) (string, error) {
	parse, known := parsers[given.Language]
	if !known {
		return "", fmt.Errorf("there is no language %q", given.Language)
	}
	if err := parse(given.Text); err != nil {
		return err.Error(), nil
	}
	return "", nil
}

var parsers = map[string]func(string) error{
	"jq":         checkJQ,
	"lua":        checkLua,
	"expression": checkExpression,
	"template":   checkTemplate,
	"regex":      checkRegex,
}

// checkJQ parses as applyJQTransform in pkg/sensors/dependencies/transform.go does. The engine runs the query without compiling
// it first; then an unknown function is an error of each event. So it is compiled here as well.
func checkJQ(text string) error {
	query, err := gojq.Parse(text)
	if err != nil {
		return err
	}
	_, err = gojq.Compile(query)
	return err
}

// checkLua parses what DoString in transform.go and filter.go runs.
func checkLua(text string) error {
	_, err := parse.Parse(strings.NewReader(text), "<string>")
	return err
}

// checkExpression parses as filterExpr in pkg/sensors/dependencies/filter.go does.
func checkExpression(text string) error {
	_, err := govaluate.NewEvaluableExpression(text)
	return err
}

// checkTemplate parses as getValueWithTemplate in pkg/sensors/triggers/params.go and filterData in filter.go do.
func checkTemplate(text string) error {
	_, err := template.New("param").Funcs(sprig.FuncMap()).Parse(text)
	return err
}

func checkRegex(text string) error {
	_, err := regexp.Compile(text)
	return err
}
