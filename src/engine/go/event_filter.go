package main

import (
	"fmt"
	"maps"
	"slices"

	sprig "github.com/Masterminds/sprig/v3"
	"github.com/antonmedv/expr/ast"
	"github.com/antonmedv/expr/file"
)

// eventFilterFunctions are those that GetFuncMap in pkg/shared/expr/eval.go adds to the language.
var eventFilterFunctions = []string{"asFloat", "asInt", "jsonpath", "toJson"}

// sprigFunctions are the members of sprig, as in eval.go.
var sprigFunctions = func() map[string]any {
	all := sprig.GenericFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	return all
}()

// unknownFunction is a call of a function that neither the language nor the engine has.
type unknownFunction struct {
	name  string
	known []string
	file.Location
}

func (u *unknownFunction) Error() string { return fmt.Sprintf("function %q not defined", u.name) }

// unknownCall finds the first call of such a function. The data of an event is JSON, which has none.
func unknownCall(node ast.Node) error {
	var calls calls
	ast.Walk(&node, &calls)
	if calls.unknown == nil {
		return nil
	}
	return calls.unknown
}

type calls struct{ unknown *unknownFunction }

func (c *calls) Visit(node *ast.Node) {
	call, isCall := (*node).(*ast.CallNode)
	if !isCall || c.unknown != nil {
		return
	}
	switch callee := call.Callee.(type) {
	case *ast.IdentifierNode:
		if !slices.Contains(eventFilterFunctions, callee.Value) {
			c.unknown = &unknownFunction{callee.Value, eventFilterFunctions, callee.Location()}
		}
	case *ast.MemberNode:
		object, isName := callee.Node.(*ast.IdentifierNode)
		name, isText := callee.Property.(*ast.StringNode)
		if isName && isText && object.Value == "sprig" && sprigFunctions[name.Value] == nil {
			c.unknown = &unknownFunction{name.Value, slices.Sorted(maps.Keys(sprigFunctions)), callee.Location()}
		}
	}
}
