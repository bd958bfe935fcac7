package engine

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/itchyny/gojq"
	"github.com/tidwall/gjson"
)

// Explain says in one line which filter of a dependency refuses an event. The engine answers yes or no for all filters together, so
// it is asked again with one filter at a time, in the order in which it looks at them itself.
func Explain(dependency *v1alpha1.EventDependency, event *v1alpha1.Event) string {
	var reasons []string
	for _, group := range groupsOf(dependency.Filters) {
		reason := group.refusal(event)
		if reason == "" {
			continue
		}
		if dependency.FiltersLogicalOperator != v1alpha1.OrLogicalOperator {
			return reason
		}
		reasons = append(reasons, reason)
	}
	return noneOf(reasons)
}

// ExplainTransform adds to the engine's error what jq itself says, which the engine swallows: to it, an error of the program is
// an output that is no object.
func ExplainTransform(dependency *v1alpha1.EventDependency, event cloudevents.Event, err error) string {
	query, parseError := gojq.Parse(dependency.Transform.JQ)
	var input map[string]any
	if parseError != nil || json.Unmarshal(event.Data(), &input) != nil {
		return err.Error()
	}
	output, _ := query.Run(input).Next()
	if failure, failed := output.(error); failed {
		return fmt.Sprintf("%s (%s)", err, failure)
	}
	return err.Error()
}

// filterGroup is the filters of one kind, which share a logical operator.
type filterGroup struct {
	operator v1alpha1.LogicalOperator
	filters  []singleFilter
}

// singleFilter is one filter on its own, and what to say about it.
type singleFilter struct {
	alone v1alpha1.EventDependencyFilter
	says  func(*v1alpha1.Event) string
}

func groupsOf(all *v1alpha1.EventDependencyFilter) []filterGroup {
	exprs := filterGroup{operator: all.ExprLogicalOperator}
	for _, filter := range all.Exprs {
		exprs.filters = append(exprs.filters, singleFilter{
			v1alpha1.EventDependencyFilter{Exprs: []v1alpha1.ExprFilter{filter}},
			func(event *v1alpha1.Event) string {
				var found []string
				for _, field := range filter.Fields {
					found = append(found, fmt.Sprintf("%s (%s) is %s", field.Name, field.Path, valueAt(event, field.Path)))
				}
				return fmt.Sprintf("%s, wanted %s", strings.Join(found, ", "), filter.Expr)
			},
		})
	}
	data := filterGroup{operator: all.DataLogicalOperator}
	for _, filter := range all.Data {
		data.filters = append(data.filters, singleFilter{
			v1alpha1.EventDependencyFilter{Data: []v1alpha1.DataFilter{filter}},
			func(event *v1alpha1.Event) string {
				return fmt.Sprintf("%s is %s, wanted %s", filter.Path, valueAt(event, filter.Path), wanted(filter))
			},
		})
	}
	groups := []filterGroup{exprs, data}
	if all.Context != nil {
		groups = append(groups, only(v1alpha1.EventDependencyFilter{Context: all.Context}, "the context filter"))
	}
	if all.Time != nil {
		groups = append(groups, only(v1alpha1.EventDependencyFilter{Time: all.Time},
			fmt.Sprintf("the time filter, wanted %s to %s", all.Time.Start, all.Time.Stop)))
	}
	if all.Script != "" {
		groups = append(groups, only(v1alpha1.EventDependencyFilter{Script: all.Script}, "the script filter"))
	}
	return groups
}

func only(alone v1alpha1.EventDependencyFilter, text string) filterGroup {
	return filterGroup{filters: []singleFilter{{alone, func(*v1alpha1.Event) string { return text }}}}
}

// refusal is "" when the group passes the event.
func (g filterGroup) refusal(event *v1alpha1.Event) string {
	var reasons []string
	for _, filter := range g.filters {
		passes, err := dependencies.Filter(event, &filter.alone, v1alpha1.EmptyLogicalOperator)
		either := g.operator == v1alpha1.OrLogicalOperator
		if passes && either {
			return ""
		}
		if passes {
			continue
		}
		reason := filter.says(event)
		if err != nil && !strings.Contains(reason, absent) {
			reason = fmt.Sprintf("%s: %s", reason, err)
		}
		if !either {
			return reason
		}
		reasons = append(reasons, reason)
	}
	return noneOf(reasons)
}

func noneOf(reasons []string) string {
	if len(reasons) < 2 {
		return strings.Join(reasons, "")
	}
	return "none of: " + strings.Join(reasons, "; ")
}

const (
	absent       = "absent"
	longestValue = 80
)

// valueAt writes what a path leads to, short enough for one line.
func valueAt(event *v1alpha1.Event, path string) string {
	found := gjson.GetBytes(event.Data, path)
	if !found.Exists() {
		return absent
	}
	text := strings.ReplaceAll(found.Raw, "\n", " ")
	if runes := []rune(text); len(runes) > longestValue {
		text = string(runes[:longestValue]) + "…"
	}
	return text
}

// wanted writes what a data filter asks for, in the engine's terms: strings are regular expressions.
func wanted(filter v1alpha1.DataFilter) string {
	comparator := filter.Comparator
	if comparator == v1alpha1.EmptyComparator {
		comparator = v1alpha1.EqualTo
	}
	text := fmt.Sprintf("%s %s", comparator, strings.Join(filter.Value, " or "))
	if filter.Type != v1alpha1.JSONTypeString {
		text = fmt.Sprintf("%s (%s)", text, filter.Type)
	}
	if filter.Template != "" {
		text = fmt.Sprintf("%s after %s", text, filter.Template)
	}
	return text
}
