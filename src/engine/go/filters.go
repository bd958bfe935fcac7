package main

import (
	"encoding/json"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	"github.com/tidwall/gjson"
)

// filterJudgement is what the engine says of one filter on its own.
type filterJudgement struct {
	Path   []any  `json:"path"` // in the dependency
	Passed bool   `json:"passed"`
	Error  string `json:"error,omitempty"`
	Saw    []saw  `json:"saw,omitempty"`
}

// saw is a value that a filter looked at.
type saw struct {
	Name  string          `json:"name,omitempty"` // of the variable, in an expression
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value,omitempty"` // none: there is nothing at the path
	Text  string          `json:"text,omitempty"`  // the value as it is written in the event
}

// filterJudgements asks the engine about each filter alone: of all together it says only yes or no. They are in the order in which
// the engine looks at them (filterEvent in pkg/sensors/dependencies/filter.go).
func filterJudgements(dependency *v1alpha1.EventDependency, event *v1alpha1.Event) []filterJudgement {
	all := dependency.Filters
	if all == nil {
		return nil
	}
	var list []filterJudgement
	ask := func(alone v1alpha1.EventDependencyFilter, looked []saw, path ...any) {
		passed, err := dependencies.Filter(event, &alone, v1alpha1.EmptyLogicalOperator)
		judgement := filterJudgement{Path: append([]any{"filters"}, path...), Passed: passed, Saw: looked}
		if err != nil {
			judgement.Error = err.Error()
		}
		list = append(list, judgement)
	}
	for i, filter := range all.Exprs {
		var looked []saw
		for _, field := range filter.Fields {
			looked = append(looked, look(event, field.Name, field.Path))
		}
		ask(v1alpha1.EventDependencyFilter{Exprs: []v1alpha1.ExprFilter{filter}}, looked, "exprs", i)
	}
	for i, filter := range all.Data {
		ask(v1alpha1.EventDependencyFilter{Data: []v1alpha1.DataFilter{filter}}, []saw{look(event, "", filter.Path)}, "data", i)
	}
	if all.Context != nil {
		ask(v1alpha1.EventDependencyFilter{Context: all.Context}, nil, "context")
	}
	if all.Time != nil {
		ask(v1alpha1.EventDependencyFilter{Time: all.Time}, nil, "time")
	}
	if all.Script != "" {
		ask(v1alpha1.EventDependencyFilter{Script: all.Script}, nil, "script")
	}
	return list
}

func look(event *v1alpha1.Event, name, path string) saw {
	found := gjson.GetBytes(event.Data, path)
	if !found.Exists() {
		return saw{Name: name, Path: path}
	}
	return saw{Name: name, Path: path, Value: json.RawMessage(found.Raw), Text: found.Raw}
}
