package main

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	sprig "github.com/Masterminds/sprig/v3"
	"github.com/antonmedv/expr/file"
	"github.com/itchyny/gojq"
	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"
)

// fault is what a parser of the engine says of a text, and where.
type fault struct {
	Message string   `json:"message"`
	Line    int      `json:"line,omitempty"`   // from 1; none if the parser does not say it
	Column  int      `json:"column,omitempty"` // from 1, in characters
	Near    string   `json:"near,omitempty"`   // the token there
	Known   []string `json:"known,omitempty"`  // of an unknown function: those that there are
}

func faultOf(text string, err error) *fault {
	found := &fault{Message: strings.TrimSpace(err.Error())}
	var ofJQ *gojq.ParseError
	var ofLua *parse.Error
	var ofCompiler *lua.CompileError
	var ofFilter *file.Error
	var ofCall *unknownFunction
	switch {
	case errors.As(err, &ofJQ):
		// The offset is behind the token.
		found.at(text, max(0, ofJQ.Offset-len(ofJQ.Token)))
		found.Near = ofJQ.Token
	case errors.As(err, &ofLua):
		found.Message = strings.TrimSpace(ofLua.Message)
		if ofLua.Pos.Line != parse.EOF {
			// The column is that of the end of the token.
			found.Line, found.Near = ofLua.Pos.Line, ofLua.Token
			found.Column = max(1, ofLua.Pos.Column-len(ofLua.Token)+1)
		}
	case errors.As(err, &ofCompiler):
		found.Message = ofCompiler.Message
	case errors.As(err, &ofFilter):
		found.Message, found.Line, found.Column = ofFilter.Message, ofFilter.Line, ofFilter.Column+1
		if strings.HasPrefix(found.Message, "unrecognized character") {
			found.Column-- // its lexer has read it already
		}
	case errors.As(err, &ofCall):
		found.Line, found.Column, found.Known = ofCall.Line, ofCall.Column+1, ofCall.known
	case templateError.MatchString(found.Message):
		parts := templateError.FindStringSubmatch(found.Message)
		found.Line, _ = strconv.Atoi(parts[1])
		found.Message = parts[2]
		if strings.HasSuffix(found.Message, "not defined") && strings.HasPrefix(found.Message, "function ") {
			found.Known = slices.Sorted(maps.Keys(sprig.FuncMap()))
			found.Known = append(found.Known, templateBuiltins...)
		}
	case strings.HasPrefix(found.Message, "function not defined: "):
		found.Known = jqFunctions()
	}
	return found
}

func (f *fault) at(text string, offset int) {
	before := text[:min(offset, len(text))]
	f.Line = strings.Count(before, "\n") + 1
	f.Column = utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
}

// templateError is an error of text/template in a template named "param".
var templateError = regexp.MustCompile(`(?s)^template: param:(\d+): (.*)$`)

// templateBuiltins are the functions that text/template has itself.
var templateBuiltins = []string{
	"and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print", "printf", "println", "slice",
	"urlquery",
}

// jqFunctions are the functions of gojq, as name/arity.
func jqFunctions() []string {
	query, err := gojq.Parse("builtins")
	if err != nil {
		return nil
	}
	var names []string
	output, _ := query.Run(nil).Next()
	all, _ := output.([]any)
	for _, name := range all {
		if name, isText := name.(string); isText {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
