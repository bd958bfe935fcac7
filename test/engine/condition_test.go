package engine

import (
	"fmt"
	"slices"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

func TestCondition(t *testing.T) {
	sensor := &v1alpha1.Sensor{}
	for _, name := range []string{"a", "b-c", "not"} {
		sensor.Spec.Dependencies = append(sensor.Spec.Dependencies, v1alpha1.EventDependency{Name: name})
	}
	for _, test := range []struct {
		conditions string
		want       string // dependencies, whether it collects, whether it holds with a, with a and b-c, and never without a
	}{
		{"a", "[a] false true true true"},
		{"a || b-c", "[a b-c] false true true false"},
		{"(b-c && a) || a", "[b-c a] true true true true"},
		{"a && b-c", "[a b-c] true false true true"},
		{"", `conditions "a&&b-c&&not": "not" is a word of the expression language, the engine cannot read it as a dependency`},
		{"a && c", `conditions "a && c": there is no dependency "c", only ["a" "b-c" "not"]`},
		{"a > 2", `conditions "a > 2": only names of dependencies, &&, || and parentheses are allowed`},
		{"(a", `conditions "(a": Unbalanced parenthesis`},
	} {
		t.Run(test.conditions, func(t *testing.T) {
			trigger := &v1alpha1.Trigger{Template: &v1alpha1.TriggerTemplate{Conditions: test.conditions}}
			if got := summary(sensor, trigger); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func summary(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger) string {
	condition, err := NewCondition(sensor, trigger)
	if err != nil {
		return err.Error()
	}
	holds := func(come ...string) bool {
		result, err := condition.Holds(func(name string) bool { return slices.Contains(come, name) })
		return err == nil && result
	}
	return fmt.Sprint(condition.Dependencies, condition.Collects(), holds("a"), holds("a", "b-c"), condition.Needs("a"))
}
