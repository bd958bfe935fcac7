package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/Knetic/govaluate"
	sprig "github.com/Masterminds/sprig/v3"
	"github.com/antonmedv/expr"
	"github.com/itchyny/gojq"
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"
)

type text struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// check gives what the parser of a language says of a text; nil if it takes it. Each is called as the engine calls it.
func check(given text) (*fault, error) {
	parser, known := parsers[given.Language]
	if !known {
		return nil, fmt.Errorf("there is no language %q", given.Language)
	}
	if err := parser(given.Text); err != nil {
		return faultOf(given.Text, err), nil
	}
	return nil, nil
}

var parsers = map[string]func(string) error{
	"jq":          checkJQ,
	"lua":         checkLua,
	"expression":  checkExpression,
	"eventFilter": checkEventFilter,
	"template":    checkTemplate,
	"regex":       checkRegex,
}

// checkJQ parses as applyJQTransform in pkg/sensors/dependencies/transform.go does. Run compiles what is parsed, and an unknown
// function is an error of each event.
func checkJQ(text string) error {
	query, err := gojq.Parse(text)
	if err != nil {
		return err
	}
	_, err = gojq.Compile(query)
	return err
}

// checkLua parses and compiles as DoString does, which transform.go and filter.go run.
func checkLua(text string) error {
	const name = "<string>"
	chunk, err := parse.Parse(strings.NewReader(text), name)
	if err != nil {
		return err
	}
	_, err = lua.Compile(chunk, name)
	return err
}

// checkExpression parses as filterExpr in pkg/sensors/dependencies/filter.go does.
func checkExpression(text string) error {
	_, err := govaluate.NewEvaluableExpression(text)
	return err
}

// checkEventFilter compiles as filterEvent in pkg/eventsources/eventing.go does. A function that is not there is an error of each
// event, so those are looked up here as well.
func checkEventFilter(text string) error {
	program, err := expr.Compile(text)
	if err != nil {
		return err
	}
	return unknownCall(program.Node)
}

// checkTemplate parses as getValueWithTemplate in pkg/sensors/triggers/params.go and filterData in filter.go do.
func checkTemplate(text string) error {
	_, err := parsed.Parse(text)
	return err
}

// parsed is each template in its turn: to tell the functions to a new one takes longer than to parse it.
var parsed = template.New("param").Funcs(sprig.FuncMap())

func checkRegex(text string) error {
	_, err := regexp.Compile(text)
	return err
}
